/**
 * The limits that the application's own document names, one constant each. Alerts compare with them, objectives are
 * made of them, and histograms have them among their buckets (a quantile is only exact at a bucket's bound).
 */

/** Share of requests that are answered with 5xx, 0 to 1. */
export const ERROR_RATIO = 0.05;
/** 99th percentile of all requests, in seconds. */
export const LATENCY_SECONDS = 5;
/** 95th percentile of retrieval, in seconds. */
export const RETRIEVAL_SECONDS = 10;
/** What 95 % of requests take at most by the objective, in seconds. */
export const OBJECTIVE_SECONDS = 2;

/** Connections that the pool may open in all. */
export const CONNECTION_LIMIT = 20;
/** More active ones than this are near the limit. */
export const CONNECTIONS = 18;

/** Share of calls to a language model that fail, 0 to 1. */
export const LLM_FAILURE_RATIO = 0.1;
/** Failed operations of the vector store, a second. */
export const VECTOR_STORE_ERRORS = 0.1;
/** Documents whose ingestion failed, a second. */
export const INGESTION_FAILURES = 0.05;
/** Documents of one tenant, over all its knowledge bases. */
export const DOCUMENTS_OF_TENANT = 1000;

/** Share of a disk that is used, 0 to 1. */
export const DISK_RATIO = 0.8;
/** Share of a machine's memory that is used, 0 to 1. */
export const MEMORY_RATIO = 0.9;

/**
 * The document wants 20 to 30 % kept free for sudden traffic; 25 % is between. Of `CONNECTION_LIMIT`: connections that
 * should be free at the peak of a week.
 */
export const SPARE_CONNECTIONS = 0.25 * CONNECTION_LIMIT;
