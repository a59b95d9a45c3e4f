import { UserError } from "../../../signals/errors";
import { didYouMean } from "../../../signals/nearest";
import { resolveRange } from "../../../signals/view/range";
import type { DashboardJson, TimeRange } from "../../../signals/view/types";

export type Theme = "dark" | "light";

/** What of a stack's dashboards is drawn, and how. */
export interface Choice {
  readonly dashboards: readonly DashboardJson[];
  readonly themes: readonly Theme[];
  /** By variable name. */
  readonly selected: Readonly<Record<string, readonly string[]>>;
  /** Of a dashboard, when the data ends at `now`. */
  readonly range: (dashboard: DashboardJson, now: number) => TimeRange;
}

export interface ChoiceOptions {
  readonly dashboard?: readonly string[];
  readonly theme: string;
  readonly var?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

const themes: Readonly<Record<string, readonly Theme[]>> = {
  dark: ["dark"],
  light: ["light"],
  both: ["dark", "light"],
};

/** @throws UserError with all that is wrong with the options at once */
export function chosen(all: readonly DashboardJson[], options: ChoiceOptions): Choice {
  const { dashboard: uids = [], theme, var: assignments = [], from, to } = options;
  const known = all.map(({ uid }) => uid);
  const dashboards = uids.length === 0 ? all : all.filter(({ uid }) => uids.includes(uid));
  // A wrong uid is fault enough: its dashboard may have had the variable.
  const searched = uids.every((uid) => known.includes(uid)) ? dashboards : all;
  const variables = searched.flatMap(({ templating }) => (templating?.list ?? []).map(({ name }) => name));
  const range = (dashboard: DashboardJson, now: number) =>
    resolveRange({ from: from ?? dashboard.time?.from ?? "now-1h", to: to ?? dashboard.time?.to ?? "now" }, now);
  const faults = [
    ...uids
      .filter((uid) => !known.includes(uid))
      .map(
        (uid) =>
          `--dashboard ${uid}: there's no such dashboard${didYouMean(uid, known) || `; there are ${known.join(", ")}`}`,
      ),
    ...(theme in themes ? [] : [`--theme ${theme}: dark, light or both was expected`]),
    ...assignments.flatMap((text) => variableFaults(text, variables)),
    ...rangeFaults(() => all.forEach((dashboard) => range(dashboard, Date.now() / 1000))),
  ];
  if (faults.length > 0) throw new UserError(faults);
  return { dashboards, themes: themes[theme]!, selected: selectedBy(assignments), range };
}

function variableFaults(text: string, known: readonly string[]): string[] {
  const [name = "", value] = parts(text);
  if (value === undefined) return [`--var ${text}: name=value was expected`];
  if (known.includes(name)) return [];
  const there = known.length === 0 ? "; there are none" : `; there are ${[...new Set(known)].join(", ")}`;
  return [`--var ${text}: no dashboard has the variable ${name}${didYouMean(name, known) || there}`];
}

/** The same variable again adds a value; "All" is Grafana's own. */
function selectedBy(assignments: readonly string[]): Record<string, string[]> {
  const selected: Record<string, string[]> = {};
  for (const [name = "", value = ""] of assignments.map(parts)) {
    (selected[name] ??= []).push(value === "All" ? "$__all" : value);
  }
  return selected;
}

function parts(text: string): string[] {
  const at = text.indexOf("=");
  return at < 1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function rangeFaults(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.faults.map((fault) => `--from, --to: ${fault}`);
  }
}
