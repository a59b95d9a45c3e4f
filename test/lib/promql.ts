import { expect } from "vitest";
import { checkExpression } from "../../signals/promql";

/** Those of the five applications' metrics that their own rules get wrong, and some more. */
export const known = new Map<string, readonly string[]>([
  ["up", []],
  ["process_resident_memory_bytes", []],
  ["process_start_time_seconds", []],
  ["http_requests_total", ["endpoint", "method", "status"]],
  ["http_request_duration_seconds_bucket", ["endpoint", "method"]],
  ["http_request_duration_seconds_count", ["endpoint", "method"]],
  ["http_request_duration_seconds_sum", ["endpoint", "method"]],
  ["ai_errors_total", ["error_type", "operation"]],
  ["ai_requests_total", ["operation", "status"]],
  ["ai_cost_total", ["operation"]],
  ["vector_store_operations_total", ["operation"]],
  ["documents_total", ["kb_id", "tenant_id"]],
  ["careplan_completed_total", []],
  ["careplan_submitted_total", ["source"]],
  ["pg_stat_activity_count", ["datname", "state"]],
  ["pg_settings_max_connections", ["server"]],
  ["go_gc_duration_seconds", ["quantile"]],
  ["build_info", ["version"]],
  ["careplan:completion:ratio_1h", []],
  ["source:submissions:rate5m", ["source"]],
  ["ALERTS", ["alertname", "alertstate"]],
]);

/** Exact faults, without the place in front and the expression behind. */
export function faults(expr: string): string[] {
  const behind = ` In: ${expr}`;
  return checkExpression(expr, known, "here").map((fault) => {
    expect(fault.startsWith("here: ")).toBe(true);
    expect(fault.endsWith(behind)).toBe(expr !== "");
    return fault.slice("here: ".length, fault.length - (expr === "" ? 0 : behind.length));
  });
}
