/** A generated table: columns, and rows of cells. */
export interface Table {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  /** heading of a last column that is edited by hand; its cells are kept by the first cell of their row */
  handwritten?: string;
}

const begin = (name: string): string => `<!-- table: ${name} (npm run docs:tables) -->`;
const END = "<!-- end of table -->";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

/** Splits a table row into cells; an escaped bar is part of its cell. */
export function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((text) => text.trim().replaceAll("\\|", "|"));
}

/** Returns the cells of the last column, by the first cell of their row. */
function handwritten(before: string): Map<string, string> {
  const rows = before
    .split("\n")
    .filter((row) => row.startsWith("|"))
    .map(cellsOf);
  return new Map(rows.map((cells) => [cells[0] ?? "", cells.at(-1) ?? ""]));
}

/** Thrown when a page has no place for a table, or a handwritten cell is empty. */
export class TableError extends Error {
  readonly code = "table";
}

/** Returns the page with the updated table. Throws a TableError that says what to write. */
export function withTable(page: string, name: string, table: Table): string {
  const start = page.indexOf(begin(name));
  const end = page.indexOf(END, start);
  if (start === -1 || end === -1) throw new TableError(`add "${begin(name)}" and "${END}"`);
  const body = start + begin(name).length;
  const written = handwritten(page.slice(body, end));
  const rows =
    table.handwritten === undefined
      ? table.rows
      : table.rows.map((cells) => [...cells, written.get(cells[0] ?? "") ?? ""]);
  const missing = rows.filter((cells) => cells.at(-1) === "").map(([first]) => first);
  const columns = table.handwritten === undefined ? table.columns : [...table.columns, table.handwritten];
  const text = [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
  const made = `${page.slice(0, body)}\n\n${text}\n\n${page.slice(end)}`;
  if (missing.length > 0)
    throw new TableError(`describe in the last column: ${missing.join(", ")}`, { cause: made });
  return made;
}
