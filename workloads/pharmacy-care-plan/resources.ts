import { observed, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import { high } from "./high";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import { storeAlerts } from "./resources-stores";
import * as limit from "./thresholds";

/** What processes use. What Postgres, Redis and the disk have left is in resources-stores.ts. */

const web = { instance: "app:8000", job: "app" };

const alerts: readonly Alert[] = [
  high({
    name: "WebCpuHigh",
    expr: metric.webCpu.name,
    limit: limit.WEB_CPU_PERCENT,
    for: "5m",
    severity: "warning",
    summary: "A web process uses {{ $value | humanize }} % of a core",
    description: "{{ $labels.instance }} has used more than 80 % of a core for 5 minutes.",
    source: "web_cpu_percent: over 80 % for 5 min",
    runbook: {
      impact: "Requests wait for the CPU, and all pages get slower.",
      causes: ["More traffic", "An expensive request or template", "A loop"],
      steps: [
        "Compare with the rate of requests.",
        "If there is more traffic, add web processes.",
        "If not, sample the process (py-spy top) and look at what was released last.",
      ],
    },
    series: (level) => scraped(metric.webCpu, level(1)),
    labels: web,
  }),
  high({
    name: "WebMemoryHigh",
    expr: metric.webMemory.name,
    limit: limit.WEB_MEMORY_BYTES,
    for: "5m",
    severity: "warning",
    summary: "A web process uses {{ $value | humanize1024 }}B of memory",
    description: "{{ $labels.instance }} has used more than 1.5 GiB for 5 minutes.",
    source: "web_memory_bytes: over 1.5 GB",
    runbook: {
      impact: "None yet; when the container's limit is reached, the process is killed with the requests it serves.",
      causes: ["A leak", "A response that loads a whole table", "Too many threads"],
      steps: [
        "See whether it grows steadily (a leak) or jumped (a request).",
        "Restart the process to win time.",
        "Look at what was released last; take memory snapshots with tracemalloc.",
      ],
    },
    series: (level) => scraped(metric.webMemory, level(1)),
    labels: web,
  }),
  high({
    name: "CeleryWorkerCpuHigh",
    expr: `max by (worker) (${metric.workerCpu.name})`,
    limit: limit.WORKER_CPU_PERCENT,
    for: "5m",
    severity: "warning",
    summary: "Celery worker {{ $labels.worker }} uses {{ $value | humanize }} % of a core",
    description: "Worker {{ $labels.worker }} has used more than 90 % of a core for 5 minutes; it should mostly wait.",
    source: "celery_worker_cpu_percent: over 90 % for 5 min",
    runbook: {
      impact: "Tasks take longer, and the queue may grow.",
      causes: ["Parsing of very large answers", "A loop in a task", "Too many tasks at once"],
      steps: [
        "Sample the process (py-spy top).",
        "Compare with the task's duration and the queue's length.",
        "Add workers, or lower the concurrency.",
      ],
    },
    series: (level) => scraped(metric.workerCpu, level(1), { worker: "worker-1" }),
    labels: { worker: "worker-1" },
  }),
  high({
    name: "CeleryWorkerMemoryHigh",
    expr: `max by (worker) (${metric.workerMemory.name})`,
    limit: limit.WORKER_MEMORY_BYTES,
    for: "5m",
    severity: "warning",
    summary: "Celery worker {{ $labels.worker }} uses {{ $value | humanize1024 }}B of memory",
    description: "Worker {{ $labels.worker }} has used more than 2 GiB for 5 minutes.",
    source: "celery_worker_memory_bytes: over 2 GB",
    runbook: {
      impact: "None yet; when the container's limit is reached, the worker is killed and its tasks start again.",
      causes: ["A leak over many tasks", "Very large answers kept in memory"],
      steps: [
        "See whether it grows with every task.",
        "Let workers restart after a number of tasks (worker_max_tasks_per_child).",
        "Look at what was released last.",
      ],
    },
    series: (level) => scraped(metric.workerMemory, level(1), { worker: "worker-1" }),
    labels: { worker: "worker-1" },
  }),
  high({
    name: "CeleryQueueLong",
    expr: `max by (queue) (${metric.queueLength.name})`,
    limit: limit.QUEUE_LENGTH,
    for: "2m",
    severity: "warning",
    summary: "{{ $value }} tasks wait in the queue {{ $labels.queue }}",
    description: "More than 100 tasks have waited in {{ $labels.queue }} for 2 minutes.",
    source: "celery_queue_length: over 100",
    runbook: {
      impact: "Care plans come later and later.",
      causes: ["Workers are stopped or stuck", "Tasks take longer", "More is submitted"],
      steps: [
        "See whether workers finish tasks at all (CeleryWorkersStalled).",
        "Compare the task's duration with yesterday's.",
        "Start more workers until the queue is short again.",
      ],
    },
    series: (level) => scraped(metric.queueLength, level(1), { queue: "careplan" }),
    labels: { queue: "careplan" },
  }),
  {
    name: "CeleryWorkersStalled",
    expr: `sum(${metric.queueLength.name})`,
    threshold: 0,
    guard: `on () (sum(increase(${metric.taskDuration.name}_count[5m])) or vector(0)) == 0`,
    for: "2m",
    severity: "critical",
    summary: "{{ $value }} tasks wait, and no worker has finished one for 5 minutes",
    description:
      "Tasks wait in the queue, but the workers report no finished task: they are stopped, stuck or cut off.",
    runbook: {
      impact: "No care plans are written at all.",
      causes: ["The workers are stopped", "They hang in a call without a timeout", "They can't reach Redis"],
      steps: [
        "See whether the workers' containers run and what they logged last.",
        "Restart the workers; tasks are kept in the queue.",
        "If tasks are done but not seen here, look at StatsdPacketsDropped and at the workers' STATSD_HOST.",
      ],
    },
    fires: {
      series: {
        ...scraped(metric.queueLength, "1+1x60", { queue: "careplan" }),
        ...observed(metric.taskDuration, 10, "0+5x10 50x60"),
      },
      // The last task was finished at 10m, so the window is empty from 14m on: its first value is that of 10m.
      firesAt: "16m",
    },
    quiet: {
      series: {
        ...scraped(metric.queueLength, "50x60", { queue: "careplan" }),
        ...observed(metric.taskDuration, 10, "0+1x60"),
      },
    },
    quietWhen: {
      "there is nothing to do": {
        series: {
          ...scraped(metric.queueLength, "0x60", { queue: "careplan" }),
          ...observed(metric.taskDuration, 10, "50x60"),
        },
      },
    },
    // Tasks wait and none is finished: what it's there for.
    gaps: { "no traffic": "fires" },
  },
  ...storeAlerts,
];

export const resources: RuleGroup = {
  name: "pharmacy-resources",
  dashboard: "pharmacy-care-plan",
  recordings: recorded.resourceRecordings,
  alerts,
};
