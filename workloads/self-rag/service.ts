import { anyUpOf, atLeast, eventsAtLeast, quantileOf, shareOf } from "../../signals/expressions";
import { forgotten, observed, oneOfTwoDown, scraped, selector } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** Is the service there, does it answer, in time, and has it connections left? */

const up = 'up{instance="app:8000", job="app"}';
/** Of fewer requests in five minutes nobody can tell a share, let alone what one in a hundred takes. */
const FEWEST_FOR_RATIO = 20;
const FEWEST_FOR_P99 = 50;

const requests = (answered: string, failed: string) => ({
  ...scraped(metric.requests, answered, { method: "POST", endpoint: metric.RETRIEVE, status_code: "200" }),
  ...scraped(metric.requests, failed, { method: "POST", endpoint: "/v1/rag", status_code: "500" }),
});

const took = (bound: number, count: string) =>
  observed(metric.requestDuration, bound, count, { method: "POST", endpoint: "/v1/rag" });

const connections = (values: string) => ({
  [selector(metric.activeConnections.name, { instance: "app:8000", job: "app" })]: values,
});

const alerts: readonly Alert[] = [
  {
    name: "ServiceDown",
    expr: anyUpOf("app"),
    op: "<",
    threshold: 1,
    for: "1m",
    severity: "critical",
    priority: "P0",
    team: "platform",
    summary: "The RAG Pipeline API is down",
    description: "No instance of the API has answered a scrape for a minute, or it isn't scraped at all any more.",
    source: "ServiceDown: up == 0 for 1 min; critical, team platform",
    runbook: {
      impact: "Nobody can retrieve, ask or take in documents.",
      causes: [
        "The process ended, or starts again and again",
        "It is too busy to answer",
        "Its address or port changed",
        "Prometheus can't reach it",
      ],
      queries: ['up{job="app"}', 'probe_success{job="blackbox"}'],
      steps: [
        "See whether the container runs and what it logged last.",
        "Ask its /health by hand, then /ready: the second says which dependency is missing.",
        "If it began with a release, take the release back.",
      ],
    },
    fires: { series: { [up]: "1x5 0x60" }, firesAt: "7m", labels: { job: "app" } },
    quiet: { series: { [up]: "1x60" } },
    quietWhen: {
      "it restarts within a minute": { series: { [up]: "1x5 0 1x60" } },
      ...oneOfTwoDown("app"),
    },
    gaps: { "target gone": "fires" },
  },
  {
    name: "HighErrorRate",
    expr: shareOf(`${metric.requests.name}{status_code=~"5.."}`, metric.requests.name, "5m"),
    threshold: limit.ERROR_RATIO,
    guard: eventsAtLeast(FEWEST_FOR_RATIO, metric.requests.name, "5m"),
    for: "2m",
    severity: "warning",
    team: "platform",
    summary: "{{ $value | humanizePercentage }} of the requests fail",
    description: "Of the last 5 minutes' requests, {{ $value | humanizePercentage }} were answered with 5xx.",
    source: "HighErrorRate: 5xx over all requests above 0.05 for 2 min; warning, team platform",
    runbook: {
      impact: "Users see errors; what they wanted to take in may be lost.",
      causes: [
        "An exception that nobody catches",
        "The database or the vector store is unreachable",
        "A language model fails and the request with it",
      ],
      queries: [`sum by (endpoint, status_code) (rate(${metric.requests.name}{status_code=~"5.."}[5m]))`],
      steps: [
        "See on the dashboard which endpoint it is: one alone points to what it calls.",
        "Compare with the failures of language models and of the vector store.",
        "Read the log for the exception; if it began with a release, take the release back.",
      ],
    },
    fires: forgotten({ series: requests("0+94x60", "0+6x60"), firesAt: "3m" }, "3m"),
    quiet: { series: requests("0+952x60", "0+48x60") },
    quietWhen: {
      "of few requests one in two fails": { series: requests("0+1x60", "0+1x60") },
      "nothing fails": { series: requests("0+100x60", "0x60") },
    },
  },
  {
    name: "HighLatency",
    expr: quantileOf(0.99, metric.requestDuration.name, "5m"),
    histogram: metric.requestDuration.name,
    threshold: limit.LATENCY_SECONDS,
    guard: atLeast(FEWEST_FOR_P99, metric.requestDuration.name, "5m"),
    for: "5m",
    severity: "warning",
    team: "platform",
    summary: "One request in a hundred takes {{ $value | humanizeDuration }} or longer",
    description: "The 99th percentile of the last 5 minutes' requests is {{ $value | humanizeDuration }}.",
    source: "HighLatency: 99th percentile above 5 s for 5 min; warning, team platform",
    runbook: {
      impact: "Some users wait very long, and some of them ask again.",
      causes: [
        "A language or embedding model is slow",
        "The vector store is slow",
        "All database connections are busy",
      ],
      queries: [quantileOf(0.99, metric.requestDuration.name, "5m", ["endpoint"])],
      steps: [
        "See on the dashboard which endpoint is slow.",
        "Compare with the durations of models and of the vector store: nearly all of a request is spent there.",
        "Look at the database connections and at the processor of the process.",
      ],
    },
    fires: forgotten({ series: took(limit.RETRIEVAL_SECONDS, "0+100x60"), firesAt: "6m" }, "3m"),
    quiet: { series: took(limit.LATENCY_SECONDS, "0+100x60") },
    quietWhen: {
      "few requests, all slow": { series: took(limit.RETRIEVAL_SECONDS, "0+2x60") },
      "there is no traffic": { series: took(limit.RETRIEVAL_SECONDS, "500x60") },
    },
  },
  {
    name: "DatabaseConnectionsHigh",
    expr: metric.activeConnections.name,
    threshold: limit.CONNECTIONS,
    for: "2m",
    severity: "warning",
    team: "platform",
    summary: `{{ $value }} of ${limit.CONNECTION_LIMIT} database connections are busy`,
    description: `{{ $labels.instance }} has had {{ $value }} of its ${limit.CONNECTION_LIMIT} connections busy for 2 minutes.`,
    source: "DatabaseConnectionsHigh: more than 18 of 20 active for 2 min; warning, team platform",
    runbook: {
      impact: "None yet; when all are busy, requests wait for one and then fail.",
      causes: ["Slow queries", "Transactions that stay open", "More traffic than the pool was made for"],
      queries: [metric.activeConnections.name, metric.idleConnections.name],
      steps: [
        "Look for long and waiting queries in pg_stat_activity.",
        "Compare with the rate of requests: has it grown?",
        "Make the pool larger, as far as Postgres' max_connections allows for all processes together.",
      ],
    },
    fires: {
      series: connections(`${limit.CONNECTIONS + 1}x60`),
      firesAt: "2m",
      labels: { instance: "app:8000", job: "app" },
    },
    quiet: { series: connections(`${limit.CONNECTIONS}x60`) },
    quietWhen: { "a short peak": { series: connections("5x5 20x1 5x60") } },
  },
];

export const service: RuleGroup = { name: "self-rag-service", dashboard: "self-rag", alerts };
