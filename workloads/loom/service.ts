import { anyUpOf, atLeast, eventsAtLeast } from "../../signals/expressions";
import { observed, oneOfTwoDown, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { counted, events, observations } from "./proofs";
import { errorRatio, requestP95, serviceRecordings } from "./recordings";
import * as limit from "./thresholds";

/** The four alerts of the application's document: does it answer, without errors, in time, within its memory? */

const up = 'up{instance="app:8000", job="app"}';
const generate = { endpoint: "/api/v1/generate" };
const responses = (status: string, values: string) =>
  counted(metric.requests, { ...generate, method: "POST", status }, values);

const down: Alert = {
  name: "LoomDown",
  expr: anyUpOf("app"),
  op: "<",
  threshold: limit.UP,
  for: "1m",
  severity: "critical",
  priority: "P0",
  summary: "LOOM is down",
  description:
    "For a minute, no instance of LOOM has answered a scrape, or there is none. Of one of several, TargetDown tells.",
  source: "LoomDown: up == 0 for 1 min, critical",
  runbook: {
    impact: "Nobody can generate or edit narratives.",
    causes: ["The process stopped or restarts", "It was killed for its memory", "It is overloaded and doesn't answer"],
    queries: ['up{job="app"}', 'changes(container_start_time_seconds{name=~".*app.*"}[1h])'],
    steps: [
      "See whether its container runs, and what it logged last.",
      "Ask /health and /metrics by hand from Prometheus' network.",
      "If it was killed for its memory, go on with HighMemoryUsage.",
      "If it began with a release, take the release back.",
    ],
  },
  fires: { series: { [up]: "1x5 0x30" }, firesAt: "7m", labels: { job: "app" } },
  quiet: { series: { [up]: "1x60" } },
  quietWhen: {
    "a single scrape fails": { series: { [up]: "1x5 0 1x30" } },
    ...oneOfTwoDown("app"),
    "something else is down": {
      series: { [up]: "1x60", 'up{instance="node-exporter:9100", job="node-exporter"}': "0x60" },
    },
  },
  gaps: { "target gone": "fires" },
};

const errors: Alert = {
  name: "HighErrorRate",
  expr: errorRatio,
  threshold: limit.ERROR_RATIO,
  guard: eventsAtLeast(limit.MIN_REQUESTS, metric.requests.name, "5m"),
  for: "2m",
  severity: "warning",
  summary: "{{ $value | humanizePercentage }} of LOOM's responses are errors",
  description: "More than 5 % of the responses of the last 5 minutes (at least 30) had a status of 500 or more.",
  source: "HighErrorRate: 5xx over all requests of 5 min above 5 % for 2 min, warning",
  runbook: {
    impact: "One in twenty requests fails, or more.",
    causes: ["A provider of language models fails", "A broken release", "A dependency is down"],
    queries: [`sum by (endpoint, status) (rate(${metric.requests.name}{status=~"5.."}[5m]))`],
    steps: [
      "See which endpoint and which status it is: 500 is an exception, 503 a dependency.",
      "Compare with LLM errors by provider.",
      "Read the log for the exception.",
      "If it began with a release, take the release back.",
    ],
  },
  fires: {
    series: {
      ...responses("200", events([7, 10], [10, 40])),
      ...responses("500", events([0, 10], [1, 40])),
    },
    firesAt: "15m",
  },
  quiet: { series: { ...responses("200", "0+951x60"), ...responses("500", "0+49x60") } },
  quietWhen: {
    "every request fails, but there are few": { series: responses("500", "0+3x60") },
    "a minute of errors": {
      series: { ...responses("200", "0+20x60"), ...responses("500", events([0, 10], [2, 1], [0, 40])) },
    },
  },
};

const latency: Alert = {
  name: "HighLatency",
  expr: requestP95,
  threshold: limit.REQUEST_SECONDS,
  histogram: metric.requestDuration.name,
  guard: atLeast(limit.MIN_REQUESTS, metric.requestDuration.name, "5m"),
  for: "5m",
  severity: "warning",
  summary: "LOOM answers in {{ $value | humanizeDuration }} (p95)",
  description: "Of the last 5 minutes' requests (at least 30), one in twenty took longer than 2 seconds.",
  source: "HighLatency: p95 above 2 s for 5 min, warning",
  runbook: {
    impact: "Users wait, and some send their request again.",
    causes: ["The language model is slow", "More requests than it can answer at once", "A slow endpoint of a release"],
    queries: ["endpoint:http_request_duration_seconds:p95_rate5m", `sum(${metric.inProgress.name})`],
    steps: [
      "See which endpoint it is.",
      "Compare with the duration of LLM calls by provider.",
      "See whether requests in progress pile up; if so, run more instances.",
    ],
  },
  fires: {
    series: observations(
      metric.requestDuration,
      generate,
      limit.REQUEST_SECONDS,
      events([7, 10], [10, 40]),
      events([7, 10], [11, 40]),
    ),
    firesAt: "17m",
  },
  quiet: { series: observed(metric.requestDuration, limit.REQUEST_SECONDS, "0+7x60", generate) },
  quietWhen: {
    "a few slow ones at night": { series: observed(metric.requestDuration, 5, "0+3x60", generate) },
  },
};

const memory: Alert = {
  name: "HighMemoryUsage",
  // Every program on a Prometheus client library has a metric of this name, Prometheus itself as well.
  expr: `${metric.residentMemory.name}{job="app"}`,
  threshold: limit.MEMORY_BYTES,
  for: "5m",
  severity: "warning",
  team: "infrastructure",
  summary: "LOOM uses {{ $value | humanize1024 }}B of memory",
  description: "{{ $labels.instance }} has used more than 512 MiB for 5 minutes.",
  source: "HighMemoryUsage: process_resident_memory_bytes above 512 MB for 5 min, warning",
  runbook: {
    impact: "None yet; at the container's limit the kernel kills it.",
    causes: ["More sessions than usual", "A leak", "Very long narratives that are kept in memory"],
    queries: [`${metric.residentMemory.name}{job="app"}`, metric.sessionsActive.name],
    steps: [
      "Compare with the number of open sessions.",
      "See whether it grows steadily (a leak) or jumped (a request).",
      "Restart the instance to win time, or raise its limit (app.memoryMiB).",
    ],
  },
  fires: {
    series: scraped(metric.residentMemory, `${limit.MEMORY_BYTES}x5 ${limit.MEMORY_BYTES * 1.01}x60`),
    firesAt: "11m",
    labels: { instance: "app:8000", job: "app" },
  },
  quiet: { series: scraped(metric.residentMemory, `${limit.MEMORY_BYTES * 0.99}x60`) },
  quietWhen: {
    "Prometheus itself uses more": {
      series: {
        ...scraped(metric.residentMemory, "200000000x60"),
        [`${metric.residentMemory.name}{instance="localhost:9090", job="prometheus"}`]: "2000000000x60",
      },
    },
    "a short peak": { series: scraped(metric.residentMemory, "200000000x5 900000000x4 200000000x60") },
  },
};

export const service: RuleGroup = {
  name: "loom-service",
  dashboard: "loom",
  recordings: serviceRecordings,
  alerts: [down, errors, latency, memory],
};
