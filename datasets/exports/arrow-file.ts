// Arrow IPC batches into a file, each on disk before the next is made. (The library's own Node streams reject where nobody can catch it.)
import { open } from "node:fs/promises";
import { AsyncByteQueue, RecordBatchStreamWriter } from "apache-arrow";
import type { RecordBatch } from "apache-arrow";

/** Holds what the writer wrote until it is taken. */
class Pieces extends AsyncByteQueue {
  #pieces: Uint8Array[] = [];

  override write(value: ArrayBufferView | ArrayBufferLike): void {
    const bytes = ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
    if (bytes.byteLength > 0) this.#pieces.push(bytes);
  }

  take(): Uint8Array[] {
    const taken = this.#pieces;
    this.#pieces = [];
    return taken;
  }
}

/** Writes all batches as one IPC stream and syncs the file. Holds one batch at a time; an error of the batches or of the disk is thrown. */
export async function writeArrowFile(path: string, batches: AsyncIterable<RecordBatch>): Promise<void> {
  const file = await open(path, "w");
  try {
    const pieces = new Pieces();
    const writer = new RecordBatchStreamWriter();
    writer.reset(pieces);
    for await (const batch of batches) {
      writer.write(batch);
      await file.writeFile(Buffer.concat(pieces.take()));
    }
    writer.finish();
    await file.writeFile(Buffer.concat(pieces.take()));
    await file.sync();
  } finally {
    await file.close();
  }
}
