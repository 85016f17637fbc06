// CSV as RFC 4180 has it (comma; tab for .tsv), every cell a text. Quoted line breaks are kept, and rows know the line they begin on.
import { fileLiteral, identifier, literal } from "../duckdb.ts";
import { DatasetError } from "../error.ts";
import type { Source, SourceContext } from "./source.ts";

const largestRow = 16 * 1024 * 1024;

/** Opens a CSV file whose beginning is `head`. Throws DatasetError when a column name stands twice in the header. */
export function openCsv({ path, shown }: SourceContext, head: string): Source {
  const delimiter = /\.tsv(\.gz|\.zst)?$/i.test(path) ? "\t" : ",";
  const header = readHeader(head, delimiter);
  const twice = header.names.find((name, index) => header.names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new DatasetError("column_mapped_twice", `${shown} has two columns named "${twice}"; rename one of them in the header line.`);
  const columns = header.names.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
  // DuckDB loses rows when the header holds a line break and it is told to skip it, so the header is read as a row and left out by number.
  const rows =
    `SELECT * EXCLUDE (number) FROM (SELECT *, row_number() OVER () AS number FROM read_csv(${fileLiteral(path)}, columns = {${columns}}, auto_detect = false, ` +
    `header = false, delim = ${literal(delimiter)}, quote = '"', escape = '"', comment = '', new_line = ${literal(header.lineBreak)}, ` +
    `max_line_size = ${largestRow}, buffer_size = ${2 * largestRow})) WHERE number > 1`;
  return {
    available: header.names,
    resolve: async (column) => {
      const index = header.names.indexOf(column.path);
      return index < 0 ? null : `c${index}`;
    },
    rowsSql: (resolved) =>
      `SELECT ${header.lines + 1} + row_number() OVER () - 1 + coalesce(sum(breaks) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS line, ` +
      `cells, NULL::VARCHAR AS broken FROM (SELECT [${resolved.map((column) => `to_json(${identifier(column.access)})::VARCHAR`).join(", ")}]::VARCHAR[] AS cells, ` +
      `${header.names.map((_, index) => `coalesce(length(c${index}) - length(replace(c${index}, chr(10), '')), 0)`).join(" + ")} AS breaks FROM (${rows}))`,
  };
}

interface Header {
  readonly names: readonly string[];
  /** Lines that the header takes. */
  readonly lines: number;
  /** As DuckDB wants it written. */
  readonly lineBreak: "\\n" | "\\r\\n";
}

/** The first record. It also tells the line break of the file, which DuckDB is told since quoted breaks may be of the other kind. */
function readHeader(head: string, delimiter: string): Header {
  const names: string[] = [];
  let name = "";
  let quoted = false;
  let lines = 1;
  for (let at = 0; at < head.length; at++) {
    const character = head[at];
    if (character === "\n") lines++;
    if (quoted) {
      if (character !== '"') name += character;
      else if (head[at + 1] === '"') name += head[++at];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === delimiter) {
      names.push(name);
      name = "";
    } else if (character === "\n")
      return {
        names: [...names, name.replace(/\r$/, "")],
        lines: lines - 1,
        lineBreak: name.endsWith("\r") || head[at - 1] === "\r" ? "\\r\\n" : "\\n",
      };
    else name += character;
  }
  return { names: [...names, name], lines, lineBreak: "\\n" };
}
