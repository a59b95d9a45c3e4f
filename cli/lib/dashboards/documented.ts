import { readSettings } from "../../../config/read";
import { stackSignals } from "../../../config/signals";
import type { DashboardJson } from "../../../signals/view/types";
import { workloads } from "../../../workloads";
import type { Theme } from "./choice";
import { rulesIn, type Rule } from "./rule-set";

/** A dashboard that the documentation shows: with default settings, from its workload's recorded data. */
export interface DocumentedDashboard {
  readonly workload: string;
  readonly json: DashboardJson;
  readonly themes: readonly Theme[];
}

/** Sightline's own dashboards are the same for all: they are shown once. The first of all is there in both themes. */
export function documentedDashboards(): DocumentedDashboard[] {
  const seen = new Set<string>();
  return workloadNames().flatMap((workload) =>
    signalsOf(workload).dashboards.flatMap((json): DocumentedDashboard[] => {
      if (seen.has(json.uid)) return [];
      seen.add(json.uid);
      return [{ workload, json, themes: seen.size === 1 ? ["dark", "light"] : ["dark"] }];
    }),
  );
}

/** The default one first: its stack has most of what there is. */
export function workloadNames(): string[] {
  const { name } = readSettings("docs", {}).workload;
  const others = Object.keys(workloads).filter((other) => other !== name);
  return [name, ...others.sort()];
}

/** What a workload's dashboards are and read in a stack with default settings. */
export function signalsOf(name: string): {
  readonly dashboards: readonly DashboardJson[];
  readonly rules: readonly Rule[];
} {
  const { settings, workload } = readSettings("docs", { "sightline:workload": name });
  const { dashboards, ruleFiles } = stackSignals(settings, workload);
  return {
    dashboards: dashboards.map(({ content }) => JSON.parse(content) as DashboardJson),
    rules: rulesIn(ruleFiles.map(({ content }) => content)),
  };
}
