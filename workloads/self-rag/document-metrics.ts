import * as metric from "./metrics";

/** The 22 metrics of the document's tables, in its order. All have the document's own names here. */
export const documentMetrics: Readonly<Record<string, string>> = Object.fromEntries(
  [
    // Business
    metric.requests,
    metric.requestDuration,
    metric.ragOperations,
    metric.retrievals,
    metric.ingestions,
    metric.apiKeys,
    metric.knowledgeBases,
    metric.documents,
    metric.chunks,
    // Services outside
    metric.llmCalls,
    metric.llmDuration,
    metric.embeddingCalls,
    metric.embeddingDuration,
    metric.vectorOperations,
    metric.vectorDuration,
    // Resources
    metric.cpu,
    metric.memory,
    metric.openFiles,
    metric.activeConnections,
    metric.idleConnections,
    metric.cacheHits,
    metric.cacheMisses,
  ].map(({ name }) => [name, name]),
);
