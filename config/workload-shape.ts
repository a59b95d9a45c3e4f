import { z } from "zod";
import { faults as faultNames } from "../signals/metrics";

/**
 * What a workload must have, for those that no compiler has looked at: plain JavaScript, or TypeScript that was loaded
 * without a look at its types. What the parts say is checked with the rest of the signals.
 */

const text = z.string().min(1, "is empty");
const duration = z.string();

const runbook = z.looseObject({ impact: text, causes: z.array(text), steps: z.array(text) });
const series = z.record(z.string(), z.string());
const quiet = z.union([z.literal("always fires"), z.looseObject({ series })], "isn't a proof with series");

const alert = z.looseObject({
  name: text,
  expr: text,
  threshold: z.number(),
  op: z.enum([">", ">=", "<", "<=", "=="]).optional(),
  for: duration.optional(),
  severity: z.enum(["critical", "warning", "info"]),
  summary: text,
  description: text,
  runbook,
  fires: z.looseObject({ series, firesAt: duration }),
  quiet,
});

const group = z.looseObject({
  name: text,
  recordings: z.array(z.looseObject({ record: text, expr: text, help: text })).optional(),
  alerts: z.array(alert).optional(),
});

const metric = z.looseObject({
  name: text,
  type: z.enum(["counter", "gauge", "histogram"]),
  help: text,
  from: z.enum(["app", "worker"]),
  unit: z.string(),
  labels: z.record(z.string(), z.array(z.string())),
  maxSeries: z.int().positive().optional(),
  tier: z.enum(["business"]).optional(),
  demo: z.looseObject({ during: z.partialRecord(z.enum(faultNames), z.number()).optional() }).optional(),
});

const panel = z.looseObject({
  title: text,
  description: text,
  kind: z.enum(["timeseries", "stat", "bargauge", "gauge", "table"]),
  unit: text,
  queries: z.array(z.looseObject({ expr: text, legend: z.string() })),
});

const dashboard = z.looseObject({
  uid: text,
  title: text,
  description: text,
  tags: z.array(z.string()),
  variables: z.array(z.looseObject({ name: text, label: text, metric: text, labelName: text })),
  rows: z.array(z.looseObject({ title: text, panels: z.array(panel) })),
});

const slo = z.looseObject({
  name: text,
  title: text,
  description: text,
  objective: z.number(),
  indicator: z.looseObject({ kind: z.enum(["events", "latency", "time"]) }),
});

const workload = z.looseObject({
  name: text,
  title: text,
  description: text,
  metrics: z.array(metric),
  rules: z.array(group),
  dashboards: z.array(dashboard),
  slos: z.array(slo).optional(),
  defaults: z.record(z.string(), z.unknown()).optional(),
  normalise: z.array(z.looseObject({ label: text, regex: text, replacement: z.string() })).optional(),
  documentMetrics: z.record(z.string(), z.string()),
});

/** What is missing or of another type, each with its place: `lacks metrics[0].help`. */
export function shapeFaults(value: unknown): string[] {
  const { error } = workload.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => {
    const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    const where = place.replace(/^\./, "");
    if (where !== "" && at(value, path) === undefined) return `lacks ${where}`;
    return `has ${where || "no parts"}: ${message.replace(/^Invalid (input|option): /, "")}`;
  });
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part], value);
}
