import diff from "microdiff";
import type { DashboardJson, PanelJson } from "../../../signals/view/types";
import { panelMetrics } from "./selected-metrics";

/** A panel that a pull request adds (`+`), takes away (`-`) or changes (`~`). */
export interface PanelChange {
  readonly sign: "+" | "-" | "~";
  readonly title: string;
  /** What of it, in a reader's words: `query`, `unit`, `recording rule x`. */
  readonly what: readonly string[];
  /** Its id on either side, where it's there. */
  readonly before?: number;
  readonly after?: number;
}

/**
 * The panels that differ, in the order of the new dashboard, those that are gone last. A panel is known by its title,
 * then by what it shows: its id and its place change when another one is put before it, and that is no change of it.
 *
 * @param records names of recording rules that give something else now
 */
export function panelChanges(
  before: DashboardJson | undefined,
  after: DashboardJson | undefined,
  records: ReadonlySet<string> = new Set(),
): PanelChange[] {
  const [old, now] = [panelsOf(before), panelsOf(after)];
  const pairs = pairsOf(old, now);
  const paired = new Set(pairs.values());
  return [
    ...now.flatMap((panel): PanelChange[] => {
      const was = pairs.get(panel);
      if (was === undefined) return [{ sign: "+", title: titleOf(panel), what: [], after: panel.id }];
      const behind = panelMetrics(panel).filter((name) => records.has(name));
      const what = [...differences(was, panel), ...behind.map((name) => `recording rule ${name}`)];
      if (what.length === 0) return [];
      return [{ sign: "~", title: titleOf(panel), what, before: was.id, after: panel.id }];
    }),
    ...old.flatMap((panel): PanelChange[] =>
      paired.has(panel) ? [] : [{ sign: "-", title: titleOf(panel), what: [], before: panel.id }],
    ),
  ];
}

function panelsOf(dashboard: DashboardJson | undefined): PanelJson[] {
  const flat = (panels: readonly PanelJson[]): PanelJson[] =>
    panels.flatMap((panel) => (panel.type === "row" ? flat(panel.panels ?? []) : [panel]));
  return flat(dashboard?.panels ?? []);
}

/** New panels with what they were: by title where it's the only one of that title on its side, else by content. */
function pairsOf(old: readonly PanelJson[], now: readonly PanelJson[]): Map<PanelJson, PanelJson> {
  const pairs = new Map<PanelJson, PanelJson>();
  for (const key of [titleOf, (panel: PanelJson) => JSON.stringify({ ...withoutPlace(panel), title: "" })]) {
    const left = old.filter((panel) => ![...pairs.values()].includes(panel));
    for (const panel of now.filter((each) => !pairs.has(each))) {
      const same = left.filter((each) => key(each) === key(panel));
      const alike = now.filter((each) => !pairs.has(each) && key(each) === key(panel));
      if (same.length === 1 && alike.length === 1) pairs.set(panel, same[0]!);
    }
  }
  return pairs;
}

function titleOf({ title = "" }: PanelJson): string {
  return title;
}

/** Where it stands and its number say nothing of what it shows. */
function withoutPlace({ id: _id, gridPos, ...panel }: PanelJson): object {
  return { ...panel, size: [gridPos?.w, gridPos?.h] };
}

function differences(before: PanelJson, after: PanelJson): string[] {
  const found = diff(withoutPlace(before) as Record<string, unknown>, withoutPlace(after) as Record<string, unknown>);
  return [...new Set(found.map(({ path }) => partOf(path.map(String))))].sort();
}

/** `fieldConfig.defaults.thresholds.steps.1.value` is a threshold to whoever reads it. */
function partOf([first = "", ...rest]: readonly string[]): string {
  if (first === "targets") return rest.includes("legendFormat") ? "legend" : "query";
  if (first === "type") return "kind of panel";
  if (first === "transformations") return "transformation";
  if (first !== "fieldConfig") return first;
  if (rest.includes("thresholds")) return "threshold";
  if (rest[0] === "overrides") return "override";
  return rest[1] === "custom" ? "drawing" : (rest[1] ?? first);
}
