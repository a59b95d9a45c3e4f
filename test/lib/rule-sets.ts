import { everything } from "../../config/everything";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import type { Metric } from "../../signals/metrics";
import type { RuleGroup } from "../../signals/rules";
import { workloads } from "../../workloads";

export interface RuleSet {
  readonly groups: readonly RuleGroup[];
  /** The contract of what the rules ask for, besides the exporters' own. */
  readonly metrics: readonly Metric[];
}

/** `platform`, and each workload by its name. */
export const ruleSetNames = ["platform", ...Object.keys(workloads)];

/**
 * All rules that a stack is given, each distinct group in one set: those that every stack has are `platform`; a workload
 * has its own, and those of the platform that are other ones in its stack.
 *
 * @throws UserError when the workload has a fault: the others can be tested all the same.
 */
export function ruleSet(name: string): RuleSet {
  if (name === "platform") return { groups: platformGroups(), metrics: [] };
  const platform = new Set(platformGroups().map((group) => JSON.stringify(group)));
  return {
    groups: groupsOf(name).filter((group) => !platform.has(JSON.stringify(group))),
    metrics: workloads[name]!.metrics,
  };
}

/** Settings of a stack that has all that can be watched. */
export function stackOf(name: string) {
  return readSettings("docs", everything(name));
}

const groups = new Map<string, readonly RuleGroup[]>();

function groupsOf(name: string): readonly RuleGroup[] {
  const { settings, workload } = stackOf(name);
  if (!groups.has(name)) groups.set(name, stackSignals(settings, workload).specs.rules);
  return groups.get(name)!;
}

/** By name, as the first stack has them. */
function platformGroups(): RuleGroup[] {
  const byName = new Map<string, RuleGroup>();
  for (const name of Object.keys(workloads)) {
    for (const group of groupsOrNone(name)) {
      if (group.name.startsWith("sightline-") && !byName.has(group.name)) byName.set(group.name, group);
    }
  }
  return [...byName.values()];
}

function groupsOrNone(name: string): readonly RuleGroup[] {
  try {
    return groupsOf(name);
  } catch {
    return []; // Its own set says why.
  }
}
