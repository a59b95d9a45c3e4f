/** What can be there: rules and panels that ask for what nothing in the stack emits are left out, and named. */
import type { DashboardSpec } from "./dashboard";
import { metricsIn, substituteGrafana } from "./promql";
import type { RuleGroup } from "./rules";

/** A recorded series of an absent exporter is absent as well, for the rules and panels after it. */
export function presentRules(group: RuleGroup, absent: Set<string>, leftOut: string[]): RuleGroup {
  const recordings = (group.recordings ?? []).filter(({ record, expr }) => {
    const gone = asksFor(absent, expr);
    if (gone === undefined) return true;
    absent.add(record);
    leftOut.push(`recording rule ${record}: nothing here emits ${gone}`);
    return false;
  });
  const alerts = (group.alerts ?? []).filter(({ name, expr, guard }) => {
    const gone = asksFor(absent, expr) ?? (guard === undefined ? undefined : asksFor(absent, guardExpression(guard)));
    if (gone !== undefined) leftOut.push(`alert ${name}: nothing here emits ${gone}`);
    return gone === undefined;
  });
  return { ...group, recordings, alerts };
}

export function presentPanels(spec: DashboardSpec, absent: ReadonlySet<string>, leftOut: string[]): DashboardSpec {
  const rows = spec.rows.map((row) => ({
    ...row,
    panels: row.panels.filter(({ title, queries }) => {
      const gone = queries
        .map(({ expr }) => asksFor(absent, substituteGrafana(expr)))
        .find((name) => name !== undefined);
      if (gone !== undefined) leftOut.push(`panel ${title}: nothing here emits ${gone}`);
      return gone === undefined;
    }),
  }));
  return { ...spec, rows: rows.filter(({ panels }) => panels.length > 0) };
}

/** A guard is what follows `and`, with its matching before it. */
function guardExpression(guard: string): string {
  return guard.replace(/^\s*(on|ignoring)\s*\([^)]*\)/, "");
}

function asksFor(absent: ReadonlySet<string>, expr: string): string | undefined {
  try {
    return metricsIn(expr).find((name) => absent.has(name));
  } catch {
    return undefined; // Not PromQL: the check says so, with its place.
  }
}
