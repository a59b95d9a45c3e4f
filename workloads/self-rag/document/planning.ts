import type { DocumentItem } from "../../../signals/document";
import { proofs, stack, unit } from "./tests";

const signal = (item: string, here: string): DocumentItem => ({
  kind: "other",
  item: `golden signal: ${item}`,
  here,
  test: unit,
});

const level = (item: string, here: string, note?: string): DocumentItem => ({
  kind: "other",
  item,
  here,
  test: unit,
  ...(note !== undefined && { note }),
});

const trend = (item: string, here: string): DocumentItem => ({
  kind: "other",
  item: `capacity query: ${item} over 7 days`,
  here,
  test: unit,
  note: "Recorded once a minute, so that a look at a week is quick.",
});

/** Objectives, levels of alerts, capacity. */
export const planningItems: readonly DocumentItem[] = [
  signal("latency", "row Latency of the overview"),
  signal("traffic", "row Traffic of the overview"),
  signal("errors", "row Errors of the overview"),
  signal("saturation", "row Saturation of the overview"),
  { kind: "slo", item: "availability 99.9 %, indicator up", here: "slos: availability", test: unit },
  { kind: "slo", item: "latency: 95 % of requests under 2 s", here: "slos: latency", test: unit },
  { kind: "slo", item: "error rate under 0.1 %", here: "slos: errors", test: unit },
  level("P0: nothing works, at once", "label priority, ServiceDown"),
  level("P1: the core is affected, within 1 h", "label priority, MemoryUsageHigh", "The usual one of critical alerts."),
  level("P2: a part is affected, within 4 h", "label priority", "The usual one of warnings."),
  level(
    "P3: slower, or it may become a problem, within 24 h",
    "label priority",
    "The usual one of what is for information.",
  ),
  {
    kind: "other",
    item: "against alert fatigue: sensible thresholds",
    here: "minimum traffic and quiet proofs of every alert",
    test: proofs,
  },
  {
    kind: "other",
    item: "against alert fatigue: inhibition",
    here: "inhibit_rules of signals/delivery",
    test: stack,
  },
  {
    kind: "other",
    item: "against alert fatigue: grouping by service and team, escalation",
    note: "With the delivery of alerts, which comes later.",
  },
  trend("processor", "instance:process_cpu_seconds:rate5m_avg7d"),
  trend("memory", "instance:process_resident_memory_bytes:max_avg7d"),
  trend("database connections", "instance:database_connections_active:max_avg7d"),
  {
    ...trend("storage", "instance:node_filesystem_used_bytes:sum_avg7d"),
    note: "As written, the range is of the second half only; it is of the difference here. Recorded once a minute.",
  },
  {
    kind: "other",
    item: "forecast: linear growth of the last 30 days",
    here: "instance:node_filesystem_used_bytes:sum_predict30d",
    test: unit,
    note: "30 days ahead, from the last 7: usually 15 days are kept.",
  },
  {
    kind: "other",
    item: "forecast: adjusted for seasons",
    here: "averages of 7 days",
    test: unit,
    note: "They are the same on every day of a week; longer seasons need longer retention.",
  },
  {
    kind: "threshold",
    item: "20 to 30 % kept free for sudden traffic",
    here: "panel Connections to spare: 25 %",
    test: unit,
  },
];
