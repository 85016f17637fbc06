// Numbers as people read them: money, counts, sizes, times. Pure.

/** Millionths of a dollar; null is an unknown price, never 0. */
export function dollars(microUsd: number | null): string {
  if (microUsd === null) return "unknown";
  if (microUsd === 0) return "$0";
  const usd = microUsd / 1e6;
  return `$${usd.toFixed(usd < 0.01 ? 6 : usd < 100 ? 4 : 2)}`;
}

/** 1,234,567 */
export function count(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** "1 problem", "2 problems". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let scaled = value;
  let unit = 0;
  for (; scaled >= 1000 && unit < units.length - 1; unit++) scaled /= 1000;
  return `${unit === 0 ? scaled : scaled.toFixed(1)} ${units[unit] ?? ""}`;
}

/** 45 s, 3 min 20 s, 2 h 5 min. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Rows of cells with the columns lined up: the first to the left, the others to the right. Cells are short and harmless. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
