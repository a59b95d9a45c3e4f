import type { DocumentItem } from "../../../signals/document";
import { example, proofs, unit } from "./tests";

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
  test: example,
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
  level("P0: nothing works, at once", "label priority, ServiceDown; told after 10 s, again after 30 min"),
  level(
    "P1: the core is affected, within 1 h",
    "label priority, MemoryUsageHigh; told after 10 s, again after 1 h",
    "The usual one of critical alerts.",
  ),
  level(
    "P2: a part is affected, within 4 h",
    "label priority; told after 30 s, again after 4 h",
    "The usual one of warnings.",
  ),
  level(
    "P3: slower, or it may become a problem, within 24 h",
    "label priority; told after 5 min as a digest, again after 24 h",
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
    here: "inhibit_rules: critical over warning, a program over its targets, a node over what ran there (on Kubernetes), a fast burn over a slow",
    test: "test/unit/inhibitions.test.ts",
  },
  {
    kind: "other",
    item: "against alert fatigue: grouping by service and team",
    here: "levels.*.groupBy: P0 to P2 by the alert's name and the stack, P3 by stack and team",
    test: example,
    note: "A service is a stack here. 1,000 alerts at once are 152 messages for each receiver.",
  },
  {
    kind: "other",
    item: "against alert fatigue: what isn't handled in time is escalated by itself",
    note:
      "Alertmanager doesn't know whether somebody has taken an alert on. Whoever was told is told again when the level's " +
      "time to react has passed, and no one else. Who comes next is for what keeps the duty roster: PagerDuty by the " +
      "escalation policy of the service, Opsgenie by receivers.*.opsgenie.responders of type escalation.",
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
