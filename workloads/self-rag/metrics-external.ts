import { counter, histogram } from "../../signals/metrics";
import type { Fault, Shares } from "../../signals/metrics";

/** Calls to what the application doesn't answer for itself: language and embedding models, and the vector store. */

// Both providers may serve an open model under the same name.
const llm = { provider: ["openai", "ollama"], model: ["gpt-oss-20b"] };
const embedding = { provider: ["openai", "ollama"], model: ["bge-m3"] };
const providerShares = { provider: { openai: 0.8, ollama: 0.2 } };

/** Room for 20 pairs of provider and model. */
const MODELS = 20;
/** Room for 60 collections with five operations. */
const COLLECTION_OPERATIONS = 300;

/** Which share of calls fails: one in two thousand, and a lot of them while one of these faults is on. */
function failing(faults: readonly Fault[]): {
  shares: Shares;
  sharesDuring: Partial<Record<Fault, Shares>>;
} {
  const during = { status: { success: 0.6, error: 0.4 } };
  return {
    shares: { status: { success: 0.9995, error: 0.0005 } },
    sharesDuring: Object.fromEntries(faults.map((fault) => [fault, during])),
  };
}

const modelFailures = failing(["errors", "rate-limit"]);

export const llmCalls = counter("llm_calls_total", {
  help: "Calls to language models, by provider, model and outcome.",
  labels: { ...llm, status: ["success", "error"] },
  from: "app",
  maxSeries: MODELS * 2,
  demo: { typical: 40, ...modelFailures, shares: { ...providerShares, ...modelFailures.shares } },
});

export const llmDuration = histogram("llm_call_duration_seconds", {
  help: "Duration of a call to a language model, by provider and model.",
  labels: llm,
  buckets: [0.25, 0.5, 1, 2, 5, 10, 20, 30, 60],
  from: "app",
  maxSeries: MODELS * 12,
  demo: { typical: 1.5, perMinute: 40, shares: providerShares, during: { latency: 18 } },
});

export const embeddingCalls = counter("embedding_calls_total", {
  help: "Calls to embedding models, by provider, model and outcome.",
  labels: { ...embedding, status: ["success", "error"] },
  from: "app",
  maxSeries: MODELS * 2,
  demo: { typical: 90, ...modelFailures, shares: { ...providerShares, ...modelFailures.shares } },
});

export const embeddingDuration = histogram("embedding_call_duration_seconds", {
  help: "Duration of a call to an embedding model, by provider and model.",
  labels: embedding,
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
  from: "app",
  maxSeries: MODELS * 12,
  demo: { typical: 0.08, perMinute: 90, shares: providerShares, during: { latency: 1.5 } },
});

const store = { operation: ["search", "upsert", "delete"], collection: ["kb_handbook", "kb_support"] };
const storeFailures = failing(["errors", "connection-loss"]);

// The document's table leaves out `status`, which its own alert asks for.
export const vectorOperations = counter("vector_store_operations_total", {
  help: "Operations of the vector store, by operation, collection and outcome.",
  labels: { ...store, status: ["success", "error"] },
  from: "app",
  maxSeries: COLLECTION_OPERATIONS * 2,
  demo: { typical: 150, ...storeFailures },
});

export const vectorDuration = histogram("vector_store_operation_duration_seconds", {
  help: "Duration of an operation of the vector store, by operation and collection.",
  labels: store,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  from: "app",
  maxSeries: COLLECTION_OPERATIONS * 12,
  demo: { typical: 0.02, perMinute: 150, during: { latency: 0.6 } },
});
