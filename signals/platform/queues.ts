import type { Metric } from "../metrics";
import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { level } from "./proof";

/**
 * Queues of tasks, whatever the workload calls their length: any gauge with `queue_length` in its name. How long is too
 * long is the workload's to say; these alerts see what a limit on the length doesn't.
 */

export const queueLength = "queue:tasks_waiting:max";
/** Of what is no longer told of nothing is foretold. */
export const queueInAnHour = `predict_linear(${queueLength}[30m], 3600) and ${queueLength}`;

export function queueMetrics(metrics: readonly Metric[]): Metric[] {
  return metrics.filter(({ name, type, unit }) => type === "gauge" && unit === "" && name.includes("queue_length"));
}

/** Nothing without such a gauge. */
export function queueRules(metrics: readonly Metric[]): RuleGroup[] {
  const queues = queueMetrics(metrics);
  const [first] = queues;
  if (first === undefined) return [];
  return [
    {
      name: "sightline-queues",
      dashboard: "sightline-capacity",
      recordings: [
        {
          record: queueLength,
          expr: queues.map(lengthOf).join("\nor\n"),
          help: "Tasks that wait in each queue; a gauge without the label queue gives it its own name.",
        },
      ],
      alerts: alertsOf(first),
    },
  ];
}

function lengthOf({ name, labels }: Metric): string {
  return "queue" in labels ? `max by (queue) (${name})` : `label_replace(max(${name}), "queue", "${name}", "", "")`;
}

function alertsOf({ name, labels, from }: Metric): Alert[] {
  const queue = labels["queue"]?.[0];
  const target =
    from === "app"
      ? { instance: "app:8000", job: "app" }
      : { instance: "statsd-exporter:9102", job: "statsd-exporter" };
  const others = Object.entries(labels).map(([label, values]) => [label, values[0] ?? "a"] as const);
  const series = selector(name, { ...Object.fromEntries(others), ...target });
  const fired = { queue: queue ?? name };
  return [
    level({
      name: "QueueNeverEmpty",
      expr: queueLength,
      threshold: 10,
      for: "1h",
      severity: "warning",
      priority: "P3",
      summary: "The queue {{ $labels.queue }} hasn't been empty for an hour",
      description:
        "At no moment of the last hour fewer than 10 tasks waited in {{ $labels.queue }}; now {{ $value }} do.",
      runbook: {
        impact: "Every task waits before it is begun. With a little more work the queue gets long.",
        causes: ["There are too few workers for the usual work", "Tasks have become slower", "One worker hangs"],
        steps: [
          "Compare the tasks' duration with last week's.",
          "See whether all workers finish tasks.",
          "Start more workers.",
        ],
      },
      series: (at) => ({ [series]: at.gauge() }),
      labels: fired,
    }),
    {
      name: "QueueGrows",
      expr: queueInAnHour,
      threshold: 500,
      for: "15m",
      severity: "warning",
      summary: "{{ $value | humanize }} tasks will wait in {{ $labels.queue }} in an hour",
      description: "{{ $labels.queue }} grows steadily; as in the last half hour, more than 500 tasks wait in an hour.",
      runbook: {
        impact: "None yet, or not much; tasks wait longer and longer.",
        causes: ["More is submitted than the workers can do", "Workers are stopped or stuck", "Tasks became slower"],
        steps: [
          "See whether workers finish tasks at all.",
          "Compare what is submitted with what is finished.",
          "Start more workers, or let less in.",
        ],
      },
      fires: { series: { [series]: "100x40 120+20x60" }, firesAt: "65m", labels: fired },
      quiet: { series: { [series]: "360+1x75 435x40" } },
      quietWhen: { "a burst that is worked off": { series: { [series]: "0x5 200-20x10 0x60" } } },
    },
  ];
}
