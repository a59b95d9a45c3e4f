import type { DashboardJson } from "../../../signals/view/types";
import type { PullRequestPreview } from "../pull-request";
import { panelChanges, type PanelChange } from "./panel-changes";
import { renderedSignals, type RenderedSignals } from "./rendered-signals";
import { changedRecords } from "./rule-set";

/** A dashboard that a pull request changes, once for all the stacks where it's the same change. */
export interface ChangedDashboard {
  readonly uid: string;
  readonly title: string;
  readonly stacks: readonly string[];
  readonly workload: string | undefined;
  readonly before?: DashboardJson;
  readonly after?: DashboardJson;
  readonly panels: readonly PanelChange[];
  /** Where nothing of a panel has changed: what else did, such as `variables`. */
  readonly rest: readonly string[];
  readonly sides: { readonly before: RenderedSignals; readonly after: RenderedSignals };
  /** Recording rules that give something else now. */
  readonly records: ReadonlySet<string>;
}

/** Every changed dashboard of a pull request's stacks, by uid. */
export function changedDashboards({ stacks }: PullRequestPreview): ChangedDashboard[] {
  const byChange = new Map<string, ChangedDashboard>();
  for (const { stack, files } of stacks) {
    if (!files) continue;
    const before = renderedSignals(files.before);
    const after = renderedSignals(files.after);
    const records = files.before.size === 0 ? new Set<string>() : changedRecords(before.rules, after.rules);
    for (const uid of [...new Set([...after.dashboards.keys(), ...before.dashboards.keys()])]) {
      const changed = changeOf(uid, before, after, records);
      if (!changed) continue;
      const key = JSON.stringify([changed.workload, changed.before, changed.after, changed.panels]);
      const known = byChange.get(key) ?? { ...changed, stacks: [] };
      byChange.set(key, { ...known, stacks: [...known.stacks, stack] });
    }
  }
  return [...byChange.values()];
}

function changeOf(
  uid: string,
  before: RenderedSignals,
  after: RenderedSignals,
  records: ReadonlySet<string>,
): Omit<ChangedDashboard, "stacks"> | undefined {
  const [old, now] = [before.dashboards.get(uid), after.dashboards.get(uid)];
  const panels = panelChanges(old, now, records);
  const rest = old && now ? restOf(old, now) : [];
  if (panels.length === 0 && rest.length === 0) return undefined;
  const { title } = (now ?? old) as DashboardJson;
  const workload = after.workload ?? before.workload;
  return { uid, title, workload, before: old, after: now, panels, rest, sides: { before, after }, records };
}

/** Of everything but the panels; and where panels stand, when that is all that differs. */
function restOf(before: DashboardJson, after: DashboardJson): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys
    .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map((key) => (key === "templating" ? "variables" : key === "panels" ? "layout" : key))
    .filter((word) => word !== "layout" || panelChanges(before, after).length === 0);
}
