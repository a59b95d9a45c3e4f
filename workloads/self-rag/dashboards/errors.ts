import type { RowSpec } from "../../../signals/dashboard";
import { shareOf } from "../../../signals/expressions";
import { graph, perSecond } from "../../../signals/panels";
import * as metric from "../metrics";

const ofProvider = 'provider=~"$provider"';

/** Which part of it fails. */
export const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Error Rate",
      "percentunit",
      [
        {
          expr: shareOf(`${metric.requests.name}{status_code=~"5.."}`, metric.requests.name, "5m"),
          legend: "all endpoints",
        },
      ],
      "The share of the requests that are answered with 5xx, over 5 minutes (http_requests_total).",
      { alerts: ["HighErrorRate"], width: 6 },
    ),
    graph(
      "Errors by endpoint",
      "reqps",
      [
        {
          expr: `sum by (endpoint, status_code) (rate(${metric.requests.name}{status_code=~"[45]..", endpoint=~"$endpoint"}[$__rate_interval]))`,
          legend: "{{status_code}} {{endpoint}}",
        },
      ],
      "Requests a second that are answered with 4xx or 5xx (http_requests_total). 4xx are the askers' own, unless all of them have it.",
      { stacked: true, width: 6, decimals: 2 },
    ),
    graph(
      "LLM call failures",
      "percentunit",
      [
        {
          expr: shareOf(
            `${metric.llmCalls.name}{status="error", ${ofProvider}}`,
            `${metric.llmCalls.name}{${ofProvider}}`,
            "10m",
            ["provider", "model"],
          ),
          legend: "{{model}} at {{provider}}",
        },
      ],
      "The share of the calls to a language model that fail, over 10 minutes (llm_calls_total). One provider alone: switch to the other.",
      { alerts: ["LLMCallFailureRate"], width: 6 },
    ),
    graph(
      "Embedding call failures",
      "percentunit",
      [
        {
          expr: shareOf(
            `${metric.embeddingCalls.name}{status="error", ${ofProvider}}`,
            `${metric.embeddingCalls.name}{${ofProvider}}`,
            "$__rate_interval",
            ["provider", "model"],
          ),
          legend: "{{model}} at {{provider}}",
        },
      ],
      "The share of the calls to an embedding model that fail, over 10 minutes (embedding_calls_total). Without it neither retrieval nor ingestion works.",
      { width: 6 },
    ),
    graph(
      "Failed RAG operations",
      "cps",
      [perSecond(metric.ragOperations, "{{operation_type}}", "operation_type", '{status="error"}')],
      "Operations of the pipeline that fail, a second, by type (rag_operations_total).",
      { stacked: true, width: 12, decimals: 2 },
    ),
    graph(
      "Failed vector store operations",
      "cps",
      [perSecond(metric.vectorOperations, "{{operation}}", "operation", '{status="error"}')],
      "Operations of the vector store that fail, a second, by operation (vector_store_operations_total). All of them at once: Qdrant isn't there. The alert is about their sum, on the business dashboard.",
      { stacked: true, width: 12, decimals: 2 },
    ),
  ],
};
