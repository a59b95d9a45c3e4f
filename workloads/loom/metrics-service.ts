import { counter, gauge, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/**
 * What the web service tells of its requests, its process and its sessions.
 *
 * `demo.typical` stays at a third of every threshold or less; a fault moves it well over. Counters are events a minute
 * over all label sets.
 */

/** The document writes only the first; an application has some twenty. */
const endpoint = ["/api/v1/generate", "/api/v1/metrics", "/health"];
const endpointShares = { "/api/v1/generate": 0.8, "/api/v1/metrics": 0.1, "/health": 0.1 };

export const requests = counter("http_requests_total", {
  help: "Requests by method, endpoint and status code.",
  labels: { method: ["POST", "GET"], endpoint, status: ["200", "400", "429", "500", "503"] },
  from: "app",
  maxSeries: 400,
  demo: {
    typical: 90,
    shares: {
      method: { POST: 0.8, GET: 0.2 },
      endpoint: endpointShares,
      status: { "200": 0.988, "400": 0.008, "429": 0.0035, "500": 0.0003, "503": 0.0002 },
    },
    sharesDuring: {
      errors: { status: { "200": 0.75, "400": 0.05, "429": 0, "500": 0.15, "503": 0.05 } },
      "rate-limit": { status: { "200": 0.84, "400": 0.008, "429": 0.15, "500": 0.001, "503": 0.001 } },
    },
  },
});

export const requestDuration = histogram("http_request_duration_seconds", {
  help: "Response time by endpoint.",
  labels: { endpoint },
  buckets: [0.05, 0.1, 0.25, 0.5, 1, limit.REQUEST_SECONDS, 5, 10],
  from: "app",
  maxSeries: 240,
  demo: { typical: 0.3, perMinute: 90, shares: { endpoint: endpointShares }, during: { latency: 6 } },
});

export const inProgress = gauge("http_requests_in_progress", {
  help: "Requests that are being answered, by endpoint.",
  labels: { endpoint },
  from: "app",
  maxSeries: 20,
  demo: { typical: 3, shares: { endpoint: endpointShares }, during: { latency: 40 } },
});

export const residentMemory = gauge("process_resident_memory_bytes", {
  help: "Resident memory of the process.",
  unit: "bytes",
  from: "app",
  demo: { typical: 160e6, during: { overload: 680e6 } },
});

export const virtualMemory = gauge("process_virtual_memory_bytes", {
  help: "Virtual memory of the process.",
  unit: "bytes",
  from: "app",
  demo: { typical: 900e6, during: { overload: 1.6e9 } },
});

export const sessionsActive = gauge("loom_sessions_active", {
  help: "Sessions that are open.",
  from: "app",
  demo: { typical: 25, during: { overload: 400 } },
});

export const sessions = counter("loom_sessions_total", {
  help: "Sessions that were opened.",
  from: "app",
  demo: { typical: 2, during: { overload: 30 } },
});

/** The document's example of metrics of one's own. */
export const customRequests = counter("loom_custom_requests_total", {
  help: "Custom operations.",
  from: "app",
  demo: { typical: 4 },
});

export const customDuration = histogram("loom_custom_duration_seconds", {
  help: "Duration of a custom operation.",
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  from: "app",
  demo: { typical: 0.2, perMinute: 4, during: { latency: 3 } },
});

export const customActive = gauge("loom_custom_active", {
  help: "Custom operations that are running.",
  from: "app",
  demo: { typical: 1, during: { latency: 5 } },
});
