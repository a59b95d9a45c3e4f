import type { LlmSettings } from "../spend";
import type { Workload } from "../workload";
import { spendDashboard } from "./dashboard";
import { spendFaults } from "./faults";
import { spendRules } from "./rules";

/** A workload with the rules and the dashboard of its spend. As it was where it says nothing of it, or says it wrongly. */
export function withSpend(workload: Workload, llm: LlmSettings = {}): Workload {
  if (workload.spend === undefined || spendFaults(workload, llm).length > 0) return workload;
  return {
    ...workload,
    rules: [...workload.rules, ...spendRules(workload, llm)],
    dashboards: [...workload.dashboards, ...spendDashboard(workload, llm)],
  };
}
