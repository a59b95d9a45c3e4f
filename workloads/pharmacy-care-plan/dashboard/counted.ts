import type { PanelSpec } from "../../../signals/dashboard";
import { graph } from "../../../signals/panels";

/** A number of the last hour, over time, with the limit that its alert has. */
export function counted(title: string, record: string, alert: string, description: string): PanelSpec {
  const queries = [{ expr: record, legend: title }];
  return graph(title, "short", queries, description, { decimals: 0, alerts: [alert] });
}
