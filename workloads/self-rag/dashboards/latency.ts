import type { RowSpec } from "../../../signals/dashboard";
import { quantileOf } from "../../../signals/expressions";
import { durations, graph } from "../../../signals/panels";
import { retrievalP95 } from "../ai";
import * as metric from "../metrics";

const ofProvider = '{provider=~"$provider"}';

/** How long it takes, and where the time goes. */
export const latency: RowSpec = {
  title: "Latency",
  panels: [
    durations(
      "Response Time",
      metric.requestDuration,
      "5m",
      "How long a request takes (http_request_duration_seconds). The line is where the alert on the 99th percentile is.",
      { alerts: ["HighLatency"] },
    ),
    graph(
      "Response time by endpoint (p95)",
      "s",
      [
        {
          expr: quantileOf(
            0.95,
            metric.requestDuration.name,
            "$__rate_interval",
            ["endpoint"],
            '{endpoint=~"$endpoint"}',
          ),
          legend: "{{endpoint}}",
        },
      ],
      "One request in twenty to an endpoint takes this long or longer (http_request_duration_seconds).",
    ),
    graph(
      "Retrieval (p95)",
      "s",
      [{ expr: retrievalP95, legend: metric.RETRIEVE }],
      `One request in twenty to ${metric.RETRIEVE} takes this long or longer (http_request_duration_seconds). Every answer waits for it.`,
      { alerts: ["RetrievalOperationAnomalies"] },
    ),
    graph(
      "LLM calls (p95)",
      "s",
      [
        {
          expr: quantileOf(0.95, metric.llmDuration.name, "$__rate_interval", ["provider", "model"], ofProvider),
          legend: "{{model}} at {{provider}}",
        },
      ],
      "One call in twenty to a language model takes this long or longer (llm_call_duration_seconds).",
    ),
    graph(
      "Embedding calls (p95)",
      "s",
      [
        {
          expr: quantileOf(0.95, metric.embeddingDuration.name, "$__rate_interval", ["provider", "model"], ofProvider),
          legend: "{{model}} at {{provider}}",
        },
      ],
      "One call in twenty to an embedding model takes this long or longer (embedding_call_duration_seconds).",
    ),
    graph(
      "Vector store (p95)",
      "s",
      [
        {
          expr: quantileOf(0.95, metric.vectorDuration.name, "$__rate_interval", ["operation"]),
          legend: "{{operation}}",
        },
      ],
      "One operation of the vector store in twenty takes this long or longer (vector_store_operation_duration_seconds). Searches that get slower while the collections grow want more memory.",
    ),
  ],
};
