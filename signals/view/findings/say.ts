import type { FindingKind, PanelJson, ViewFinding } from "../types";

/** What every check of a dashboard gets. */
export interface At {
  /** `dashboard "Shop"` */
  readonly where: string;
  /** `LoadedPanel.key`, where it's about a panel. */
  readonly panel?: string;
}

export function fault(kind: FindingKind, { where, panel }: At, what: string): ViewFinding {
  return { kind, where, what, ...(panel !== undefined && { panel }), level: "fault" };
}

export function note(kind: FindingKind, at: At, what: string): ViewFinding {
  return { ...fault(kind, at, what), level: "note" };
}

/** `panel "Checkout"`; one without a title is known by its id. */
export function nameOf({ title = "", type, id }: Pick<PanelJson, "title" | "type" | "id">): string {
  const kind = type === "row" ? "row" : "panel";
  if (title.trim() !== "") return `${kind} "${title}"`;
  return typeof id === "number" ? `${kind} ${id}` : `the ${kind} without a title and an id`;
}

/** `"a", "b" and "c"` */
export function quoted(names: readonly string[]): string {
  const all = names.map((name) => `"${name}"`);
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** Those that are there more than once, each once. */
export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

/** `1 series`, `1 panel`, `3 panels` */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
