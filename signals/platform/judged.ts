import type { RuleGroup } from "../rules";

/** What an alert judges, for the panel that shows it. */
export function judged({ name, alerts = [] }: RuleGroup, alert: string): string {
  const found = alerts.find((one) => one.name === alert);
  if (found === undefined) throw new Error(`${name} has no alert ${alert}`);
  return found.expr;
}
