import { counter, gauge, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/**
 * What the FastAPI application tells of its requests and of itself.
 *
 * `demo.typical` is far enough from every threshold that a healthy demo is silent for days. Rates are events a minute
 * over all label sets.
 */

/** The path that the document has an alert about. */
export const RETRIEVE = "/v1/retrieve";

const endpoint = [RETRIEVE, "/v1/rag", "/v1/knowledge-bases", "/v1/knowledge-bases/{id}/documents"];
const method = ["POST", "GET"];
const requestShares = {
  method: { POST: 0.8, GET: 0.2 },
  endpoint: {
    [RETRIEVE]: 0.5,
    "/v1/rag": 0.3,
    "/v1/knowledge-bases": 0.1,
    "/v1/knowledge-bases/{id}/documents": 0.1,
  },
};

/** Room for 40 routes with two methods. */
const ROUTES = 80;

export const requests = counter("http_requests_total", {
  help: "HTTP requests, by method, endpoint and status code.",
  labels: { method, endpoint, status_code: ["200", "400", "404", "500", "503"] },
  from: "app",
  maxSeries: ROUTES * 8,
  demo: {
    typical: 120,
    // A hundredth of the limit of HighErrorRate, and a fifth of what the objective allows.
    shares: {
      ...requestShares,
      status_code: { "200": 0.9798, "400": 0.01, "404": 0.01, "500": 0.0001, "503": 0.0001 },
    },
    sharesDuring: {
      errors: { status_code: { "200": 0.7, "400": 0.05, "404": 0.05, "500": 0.2 } },
      "connection-loss": { status_code: { "200": 0.6, "400": 0.01, "404": 0.01, "503": 0.38 } },
    },
  },
});

export const requestDuration = histogram("http_request_duration_seconds", {
  help: "Response time of HTTP requests, by method and endpoint.",
  labels: { method, endpoint },
  buckets: [0.05, 0.1, 0.25, 0.5, 1, limit.OBJECTIVE_SECONDS, limit.LATENCY_SECONDS, limit.RETRIEVAL_SECONDS, 30, 60],
  from: "app",
  maxSeries: ROUTES * 13,
  demo: { typical: 0.25, perMinute: 120, shares: requestShares, during: { latency: 20 } },
});

export const ragOperations = counter("rag_operations_total", {
  help: "RAG operations, by type and outcome.",
  labels: { operation_type: ["retrieve", "generate", "ingest"], status: ["success", "error"] },
  from: "app",
  maxSeries: 40,
  demo: {
    typical: 100,
    shares: { status: { success: 0.998, error: 0.002 } },
    sharesDuring: {
      errors: { status: { success: 0.7, error: 0.3 } },
      "connection-loss": { status: { success: 0.6, error: 0.4 } },
    },
  },
});

export const activeConnections = gauge("database_connections_active", {
  help: "Database connections of the process that run a query.",
  from: "app",
  // At most, with its noise, the 20 of the pool.
  demo: { typical: 5, during: { overload: 19.6 } },
});

export const idleConnections = gauge("database_connections_idle", {
  help: "Database connections of the process that are open and wait for work.",
  from: "app",
  demo: { typical: 3, during: { overload: 0 } },
});

export const cacheHits = counter("cache_hits_total", {
  help: "Answers that were found in the cache.",
  from: "app",
  demo: { typical: 70, during: { "connection-loss": 0 } },
});

export const cacheMisses = counter("cache_misses_total", {
  help: "Answers that were not found in the cache.",
  from: "app",
  demo: { typical: 30, during: { "connection-loss": 100 } },
});

export const cpu = counter("process_cpu_seconds_total", {
  help: "Processor time that the process has used, in seconds.",
  unit: "seconds",
  from: "app",
  // 0.06 of a core.
  demo: { typical: 60, step: 0.06, during: { overload: 600 } },
});

export const memory = gauge("process_resident_memory_bytes", {
  help: "Memory of the process, in bytes.",
  unit: "bytes",
  from: "app",
  demo: { typical: 120e6, measured: "process-memory" },
});

export const openFiles = gauge("process_open_fds", {
  help: "File descriptors that the process has open.",
  from: "app",
  demo: { typical: 45, during: { overload: 400 } },
});
