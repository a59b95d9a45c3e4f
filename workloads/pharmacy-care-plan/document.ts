import * as metric from "./metrics";
import * as recorded from "./recordings";

/**
 * The 35 metrics of the application's own document, in its order, and the series that stands for each. The names of
 * derived ones differ: a recording rule is called `level:metric:operations`.
 */
export const documentMetrics: Readonly<Record<string, string>> = {
  // Business
  careplan_submitted_total: metric.submitted.name,
  careplan_completed_total: metric.completed.name,
  careplan_failed_total: metric.failed.name,
  careplan_completion_rate: recorded.completionRatio,
  careplan_time_to_complete_p95: recorded.timeToCompleteP95,
  duplication_block_total: metric.duplicationBlock.name,
  duplication_warning_total: metric.duplicationWarning.name,
  intake_source_distribution: recorded.intakeDistribution,
  llm_provider_usage: recorded.providerDistribution,
  // Performance
  api_generate_careplan_duration_seconds: metric.generateApi.name,
  api_careplan_status_duration_seconds: metric.statusApi.name,
  api_search_duration_seconds: metric.searchApi.name,
  celery_task_duration_seconds: metric.taskDuration.name,
  llm_api_latency_seconds: metric.llmLatency.name,
  db_query_duration_seconds: metric.dbQuery.name,
  redis_operation_duration_seconds: metric.redisOperation.name,
  // Errors
  http_5xx_total: metric.http5xx.name,
  http_4xx_total: metric.http4xx.name,
  validation_error_total: metric.validationError.name,
  block_error_total: metric.blockError.name,
  celery_task_failure_total: metric.taskFailure.name,
  celery_task_retry_total: metric.taskRetry.name,
  llm_api_error_total: metric.llmError.name,
  db_connection_error_total: metric.dbConnectionError.name,
  redis_connection_error_total: metric.redisConnectionError.name,
  // Resources; the last six are what exporters say
  web_cpu_percent: metric.webCpu.name,
  web_memory_bytes: metric.webMemory.name,
  celery_worker_cpu_percent: metric.workerCpu.name,
  celery_worker_memory_bytes: metric.workerMemory.name,
  celery_queue_length: metric.queueLength.name,
  postgres_connections_active: recorded.postgresActive,
  postgres_connections_idle: recorded.postgresIdle,
  redis_memory_used_bytes: "redis_memory_used_bytes",
  redis_connected_clients: "redis_connected_clients",
  disk_usage_percent: recorded.diskUsed,
};
