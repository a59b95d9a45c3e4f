import { UserError } from "../../signals/errors";

/** Progress goes to standard error, so that results can be piped. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Each fault of the user's on a line of its own, without a stack trace; anything else is a defect of ours, with one. */
export function failed(error: unknown): void {
  if (error instanceof UserError) for (const fault of error.faults) say(`error: ${fault}`);
  else say(`error: this shouldn't happen, please report it: ${error instanceof Error ? error.stack : String(error)}`);
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  "),
    )
    .join("\n");
}
