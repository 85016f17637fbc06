// The beginning of a text file, unpacked where it is compressed: enough to tell what it is before DuckDB reads it.
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { readFailure } from "../error.ts";

const headBytes = 1 << 20;

/** At most the first MiB as text, without a byte order mark. Throws DatasetError. */
export async function readHead(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const piece of source) {
      pieces.push(piece);
      size += piece.length;
      if (size >= headBytes) return;
    }
  };
  try {
    const file = createReadStream(path);
    if (path.endsWith(".gz")) await pipeline(file, createGunzip(), collect);
    else if (path.endsWith(".zst")) await pipeline(file, createZstdDecompress(), collect);
    else await pipeline(file, collect);
  } catch (error) {
    throw readFailure(path, error);
  }
  return new TextDecoder().decode(Buffer.concat(pieces).subarray(0, headBytes));
}
