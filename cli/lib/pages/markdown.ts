/** A table in Markdown. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...body.map(row)].join("\n");
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** `a`, `b` and `c` */
export function list(names: readonly string[]): string {
  const all = names.map(code);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}
