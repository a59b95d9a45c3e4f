import { counter, gauge, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/**
 * What the Django web application emits, by `/metrics`.
 *
 * `demo.typical` is far enough from every threshold that a healthy demo is silent for days; each fault moves some of
 * them well over. Rates are events a minute over all label sets.
 */

export const submitted = counter("careplan_submitted_total", {
  help: "Care plans submitted, by intake source.",
  labels: { source: ["web_form", "clinic_api", "pharmacy_partner"] },
  from: "app",
  demo: { typical: 12 },
});

export const duplicationBlock = counter("duplication_block_total", {
  help: "Duplicate submissions that were blocked.",
  from: "app",
  demo: { typical: 0.3 },
});

export const duplicationWarning = counter("duplication_warning_total", {
  help: "Possible duplicates that were accepted with a warning.",
  from: "app",
  demo: { typical: 0.6 },
});

export const generateApi = histogram("api_generate_careplan_duration_seconds", {
  help: "Response time of POST /api/generate-careplan/.",
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, limit.GENERATE_API_SECONDS, 5, 10],
  from: "app",
  demo: { typical: 0.3, perMinute: 12, during: { latency: 6 } },
});

export const statusApi = histogram("api_careplan_status_duration_seconds", {
  help: "Response time of GET /api/careplan/<id>/status/, which clients poll.",
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, limit.STATUS_API_SECONDS, 2, 5],
  from: "app",
  demo: { typical: 0.03, perMinute: 60, during: { latency: 2 } },
});

export const searchApi = histogram("api_search_duration_seconds", {
  help: "Response time of GET /api/search-careplans/.",
  buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, limit.SEARCH_API_SECONDS, 4, 8],
  from: "app",
  demo: { typical: 0.2, perMinute: 20, during: { latency: 4 } },
});

export const dbQuery = histogram("db_query_duration_seconds", {
  help: "Duration of one database query.",
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, limit.DB_QUERY_SECONDS, 1, 2.5, 5],
  from: "app",
  demo: { typical: 0.004, perMinute: 120, during: { latency: 0.8 }, measured: "db-query" },
});

export const redisOperation = histogram("redis_operation_duration_seconds", {
  help: "Duration of one Redis operation.",
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, limit.REDIS_OPERATION_SECONDS, 0.1, 0.25, 0.5, 1],
  from: "app",
  demo: { typical: 0.001, perMinute: 120, during: { latency: 0.1 }, measured: "redis-operation" },
});

export const http5xx = counter("http_5xx_total", {
  help: "Responses with a status of 500 or more, by status code.",
  labels: { code: ["500", "502", "503"] },
  from: "app",
  demo: { typical: 0.005, during: { errors: 12, "connection-loss": 12 } },
});

export const http4xx = counter("http_4xx_total", {
  help: "Responses with a status of 400 to 499, by status code.",
  labels: { code: ["400", "401", "404", "409", "429"] },
  from: "app",
  demo: { typical: 2, during: { errors: 30 } },
});

export const validationError = counter("validation_error_total", {
  help: "Submissions refused because their data did not validate.",
  from: "app",
  demo: { typical: 0.2, during: { errors: 30 } },
});

export const blockError = counter("block_error_total", {
  help: "Submissions refused by a business rule, by the rule's code.",
  labels: { code: ["DUPLICATE_PATIENT", "DUPLICATE_ORDER", "PROVIDER_CONFLICT"] },
  from: "app",
  demo: { typical: 0.3, during: { errors: 6 } },
});

export const dbConnectionError = counter("db_connection_error_total", {
  help: "Connections to the database that failed.",
  from: "app",
  demo: { typical: 0, during: { "connection-loss": 20 }, measured: "db-connection-error" },
});

export const redisConnectionError = counter("redis_connection_error_total", {
  help: "Connections to Redis that failed.",
  from: "app",
  demo: { typical: 0, during: { "connection-loss": 20 }, measured: "redis-connection-error" },
});

export const webCpu = gauge("web_cpu_percent", {
  help: "CPU use of a web process in percent of one core.",
  unit: "percent",
  from: "app",
  demo: { typical: 5, measured: "process-cpu" },
});

export const webMemory = gauge("web_memory_bytes", {
  help: "Resident memory of a web process.",
  unit: "bytes",
  from: "app",
  demo: { typical: 120e6, measured: "process-memory" },
});

export const queueLength = gauge("celery_queue_length", {
  help: "Tasks that wait in a Celery queue.",
  labels: { queue: ["careplan"] },
  from: "app",
  demo: { typical: 1, during: { "worker-stop": 150, "queue-jam": 250 }, measured: "queue-length" },
});
