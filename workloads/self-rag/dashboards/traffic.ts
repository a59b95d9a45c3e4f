import type { RowSpec } from "../../../signals/dashboard";
import { graph, perSecond } from "../../../signals/panels";
import * as metric from "../metrics";

const ofEndpoint = '{endpoint=~"$endpoint"}';

/** How much is asked of it. */
export const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Request Rate",
      "reqps",
      [
        {
          expr: `sum by (method, endpoint) (rate(${metric.requests.name}${ofEndpoint}[$__rate_interval]))`,
          legend: "{{method}} {{endpoint}}",
        },
      ],
      "Requests a second by method and endpoint (http_requests_total). A line that ends is an endpoint nobody asks for any more.",
      { stacked: true },
    ),
    graph(
      "RAG operations",
      "ops",
      [perSecond(metric.ragOperations, "{{operation_type}}", "operation_type")],
      "What the pipeline does, a second, by type (rag_operations_total).",
      { stacked: true },
    ),
    graph(
      "Calls to models and store",
      "cps",
      [
        perSecond(metric.llmCalls, "language models", undefined, '{provider=~"$provider"}'),
        perSecond(metric.embeddingCalls, "embedding models", undefined, '{provider=~"$provider"}'),
        perSecond(metric.vectorOperations, "vector store"),
      ],
      "Calls a second to what the answers are made of (llm_calls_total, embedding_calls_total, vector_store_operations_total). They rise and fall together; one alone that rises is a loop or a lost cache.",
    ),
  ],
};
