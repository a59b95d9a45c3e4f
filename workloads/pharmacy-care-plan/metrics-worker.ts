import { counter, gauge, histogram } from "../../signals/metrics";
import * as limit from "./thresholds";

/**
 * What the Celery workers emit, by StatsD over UDP: prefork children have no port of their own to be scraped at.
 *
 * `demo.typical` is far enough from every threshold that a healthy demo is silent for days; each fault moves some of
 * them well over. Rates are events a minute over all label sets.
 */

const provider = ["anthropic", "openai"];
/** A worker that is stopped, or that takes nothing from its queue, counts nothing. */
const stopped = { "worker-stop": 0, "queue-jam": 0 } as const;

export const completed = counter("careplan_completed_total", {
  help: "Care plans generated successfully.",
  from: "worker",
  statsd: "careplan_completed",
  demo: { typical: 11.95, during: { errors: 6, ...stopped } },
});

export const failed = counter("careplan_failed_total", {
  help: "Care plans whose generation failed for good.",
  from: "worker",
  statsd: "careplan_failed",
  demo: { typical: 0.02, during: { errors: 6, ...stopped } },
});

export const timeToComplete = histogram("careplan_time_to_complete_seconds", {
  help: "Time from the submission of a care plan until it is done, waiting included.",
  buckets: [5, 10, 20, 30, 60, 120, 180, 240, limit.TIME_TO_COMPLETE_SECONDS, 450, 600, 1200],
  from: "worker",
  statsd: "careplan_time_to_complete",
  demo: { typical: 8, perMinute: 12, during: { latency: 400 }, measured: "task-total" },
});

export const llmUsage = counter("llm_provider_usage_total", {
  help: "Calls to a large language model, by provider.",
  labels: { provider },
  from: "worker",
  statsd: "llm_provider_usage",
  demo: { typical: 12, during: { errors: 72, ...stopped } },
});

export const taskDuration = histogram("celery_task_duration_seconds", {
  help: "Run time of generate_careplan_task, waiting in the queue excluded.",
  buckets: [1, 2, 5, 10, 20, 30, 60, 90, limit.TASK_SECONDS, 180, 300, 600],
  from: "worker",
  statsd: "celery_task_duration",
  demo: { typical: 6, perMinute: 12, during: { latency: 170 }, measured: "task" },
});

export const llmLatency = histogram("llm_api_latency_seconds", {
  help: "Duration of one call to a large language model, by provider.",
  labels: { provider },
  buckets: [0.5, 1, 2, 5, 10, 20, 30, 45, limit.LLM_SECONDS, 90, 120, 300],
  from: "worker",
  statsd: "llm_api_latency",
  demo: { typical: 4, perMinute: 12, during: { latency: 85 } },
});

export const taskFailure = counter("celery_task_failure_total", {
  help: "Celery tasks that failed after all retries.",
  from: "worker",
  statsd: "celery_task_failure",
  demo: { typical: 0.01, during: { errors: 6, ...stopped } },
});

export const taskRetry = counter("celery_task_retry_total", {
  help: "Celery tasks that were put back for another try.",
  from: "worker",
  statsd: "celery_task_retry",
  demo: { typical: 0.05, during: { errors: 18, ...stopped } },
});

export const llmError = counter("llm_api_error_total", {
  help: "Calls to a large language model that failed, by provider.",
  labels: { provider },
  from: "worker",
  statsd: "llm_api_error",
  demo: { typical: 0.003, during: { errors: 60, ...stopped } },
});

export const workerCpu = gauge("celery_worker_cpu_percent", {
  help: "CPU use of a Celery worker in percent of one core.",
  unit: "percent",
  labels: { worker: ["worker-1", "worker-2"] },
  from: "worker",
  statsd: "celery_worker_cpu_percent",
  demo: { typical: 5, measured: "process-cpu" },
});

export const workerMemory = gauge("celery_worker_memory_bytes", {
  help: "Resident memory of a Celery worker.",
  unit: "bytes",
  labels: { worker: ["worker-1", "worker-2"] },
  from: "worker",
  statsd: "celery_worker_memory_bytes",
  demo: { typical: 120e6, measured: "process-memory" },
});
