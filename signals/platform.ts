import { alerting } from "./platform/alerting";
import { containers } from "./platform/containers";
import { statsd } from "./platform/statsd";
import { targets } from "./platform/targets";
import type { RuleGroup } from "./rules";

export { platformDashboard } from "./platform/dashboard";

/**
 * Sightline's own rules: they watch the monitoring itself, whatever the workload.
 *
 * @param jobs the `job` labels that the stack scrapes; each is told of when its targets have vanished.
 */
export function platformRules(jobs: readonly string[]): RuleGroup[] {
  return [targets(jobs), statsd, alerting, containers];
}
