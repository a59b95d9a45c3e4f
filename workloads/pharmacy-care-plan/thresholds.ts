/**
 * The limits that the application's own document suggests, one constant each. Alerts compare with them, panels draw
 * them, and histograms have them among their buckets (a quantile is only exact at a bucket's bound).
 */

/** Failed care plans in one hour. */
export const FAILED_PER_HOUR = 10;
/** Share of care plans that fail, 0 to 1. */
export const FAILURE_RATIO = 0.2;
/** Share of submitted care plans that are completed, 0 to 1; bad is below. */
export const COMPLETION_RATIO = 0.8;

/** 95th percentiles, in seconds. */
export const TIME_TO_COMPLETE_SECONDS = 300;
export const GENERATE_API_SECONDS = 3;
export const STATUS_API_SECONDS = 1;
export const SEARCH_API_SECONDS = 2;
export const TASK_SECONDS = 120;
export const LLM_SECONDS = 60;
export const DB_QUERY_SECONDS = 0.5;
export const REDIS_OPERATION_SECONDS = 0.05;

/** Events in one hour. */
export const HTTP_5XX_PER_HOUR = 5;
export const VALIDATION_ERRORS_PER_HOUR = 50;
export const TASK_FAILURES_PER_HOUR = 5;
export const TASK_RETRIES_PER_HOUR = 20;
export const LLM_ERRORS_PER_HOUR = 3;
/** "Any": one is enough. */
export const CONNECTION_ERRORS = 0;

/** Percent of one core, as the processes report it. */
export const WEB_CPU_PERCENT = 80;
export const WORKER_CPU_PERCENT = 90;
/** The document writes GB and MB; memory limits are set in powers of two, so that is how they are read. */
export const WEB_MEMORY_BYTES = 1.5 * 1024 ** 3;
export const WORKER_MEMORY_BYTES = 2 * 1024 ** 3;
export const REDIS_MEMORY_BYTES = 512 * 1024 ** 2;
/** Tasks that wait. */
export const QUEUE_LENGTH = 100;
/** Share of Postgres' `max_connections` in use, 0 to 1. */
export const POSTGRES_CONNECTION_RATIO = 0.8;
export const REDIS_CLIENTS = 100;
export const DISK_PERCENT = 85;
