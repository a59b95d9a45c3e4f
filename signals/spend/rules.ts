import type { RuleGroup } from "../rules";
import type { LlmSettings } from "../spend";
import type { Workload } from "../workload";
import { spendAlerts } from "./alerts";
import { spendRecordings } from "./recordings";

/** The uid of the dashboard, and the name of the group of rules. */
export function spendName({ name }: Pick<Workload, "name">): string {
  return `${name}-spend`;
}

/**
 * What a workload's language models cost: recorded, forecast, and compared with the budget. None where it doesn't say.
 * `spendFaults` must have found nothing.
 */
export function spendRules(workload: Workload, llm: LlmSettings = {}): RuleGroup[] {
  const { spend } = workload;
  if (spend === undefined) return [];
  const name = spendName(workload);
  // A day's windows are long: once a minute is soon enough, and spares Prometheus the work.
  return [
    {
      name,
      interval: "1m",
      dashboard: name,
      recordings: spendRecordings(spend, llm),
      alerts: spendAlerts(spend, llm),
    },
  ];
}
