import { atLeast, eventsAtLeast, quantileOf, shareOf } from "../../signals/expressions";
import { forgotten, observed, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** Do language models answer, and does retrieval keep up? */

/** Fewer calls in ten minutes say nothing of a share, fewer retrievals nothing of a 95th percentile. */
const FEWEST_CALLS = 10;
const FEWEST_RETRIEVALS = 20;

const model = { provider: "openai", model: "gpt-oss-20b" };
const calls = (succeeded: string, failed: string) => ({
  ...scraped(metric.llmCalls, succeeded, { ...model, status: "success" }),
  ...scraped(metric.llmCalls, failed, { ...model, status: "error" }),
});

const ofRetrieval = `{endpoint="${metric.RETRIEVE}"}`;
const took = (bound: number, count: string, endpoint = metric.RETRIEVE) =>
  observed(metric.requestDuration, bound, count, { method: "POST", endpoint });

export const retrievalP95 = quantileOf(0.95, metric.requestDuration.name, "10m", [], ofRetrieval);

const alerts: readonly Alert[] = [
  {
    name: "LLMCallFailureRate",
    expr: shareOf(`${metric.llmCalls.name}{status="error"}`, metric.llmCalls.name, "10m", ["provider", "model"]),
    threshold: limit.LLM_FAILURE_RATIO,
    guard: eventsAtLeast(FEWEST_CALLS, metric.llmCalls.name, "10m", ["provider", "model"]),
    for: "5m",
    severity: "warning",
    team: "ai",
    summary: "{{ $value | humanizePercentage }} of the calls to {{ $labels.model }} fail",
    description:
      "Of the last 10 minutes' calls to {{ $labels.model }} at {{ $labels.provider }}, {{ $value | humanizePercentage }} failed.",
    source: "LLMCallFailureRate: failed over all calls above 0.1 for 5 min; warning, team ai",
    runbook: {
      impact: "Questions are not answered, or only with what was retrieved.",
      causes: ["The provider is down", "The rate limit or the budget is used up", "The API key expired"],
      queries: [`sum by (provider, model, status) (rate(${metric.llmCalls.name}[10m]))`],
      steps: [
        "See on the dashboard whether it is one provider or all.",
        "Read the log for the status: 401 is the key, 429 the limit, 5xx the provider.",
        "Switch to the other provider while it lasts.",
      ],
    },
    fires: forgotten({ series: calls("0+40x60", "0+10x60"), firesAt: "6m", labels: model }, "8m"),
    quiet: { series: calls("0+904x60", "0+96x60") },
    quietWhen: {
      "one of two calls failed": { series: calls("0 1x60", "0 1x60") },
      "nothing is asked any more": { series: calls("400x60", "100x60") },
    },
  },
  {
    name: "RetrievalOperationAnomalies",
    expr: retrievalP95,
    histogram: metric.requestDuration.name,
    threshold: limit.RETRIEVAL_SECONDS,
    guard: atLeast(FEWEST_RETRIEVALS, metric.requestDuration.name, "10m", [], ofRetrieval),
    for: "5m",
    severity: "warning",
    team: "ai",
    summary: "Retrieval takes {{ $value | humanizeDuration }} (p95)",
    description: `One in twenty requests to ${metric.RETRIEVE} of the last 10 minutes took {{ $value | humanizeDuration }} or longer.`,
    source: `RetrievalOperationAnomalies: 95th percentile of ${metric.RETRIEVE} above 10 s for 5 min; warning, team ai`,
    runbook: {
      impact: "Every answer waits for it, so the whole application feels stuck.",
      causes: ["The vector store is slow", "The embedding model is slow", "A reranker or a very large knowledge base"],
      queries: [
        quantileOf(0.95, metric.vectorDuration.name, "10m", ["operation"]),
        quantileOf(0.95, metric.embeddingDuration.name, "10m", ["provider", "model"]),
      ],
      steps: [
        "Compare with the durations of searches in the vector store and of embedding calls.",
        "See on the business dashboard whether one kind of retriever or one knowledge base has grown.",
        "Look at the vector store's memory: what doesn't fit is read from disk.",
      ],
    },
    fires: forgotten({ series: took(30, "0+20x60"), firesAt: "6m" }, "8m"),
    quiet: { series: took(limit.RETRIEVAL_SECONDS, "0+20x60") },
    quietWhen: {
      "few retrievals, all slow": { series: took(30, "0+1x60") },
      "another endpoint is slow": {
        series: { ...took(limit.LATENCY_SECONDS, "0+20x60"), ...took(30, "0+20x60", "/v1/rag") },
      },
    },
  },
];

export const ai: RuleGroup = { name: "self-rag-ai", dashboard: "self-rag", alerts };
