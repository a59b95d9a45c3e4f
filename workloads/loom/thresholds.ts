/**
 * The limits of the alerts, one constant each. The first four are those of the application's own document; it names the
 * rest as things to watch, without a number.
 */

/** Share of responses with a status of 500 or more, 0 to 1. */
export const ERROR_RATIO = 0.05;
/** 95th percentile of a response, in seconds. */
export const REQUEST_SECONDS = 2;
/** The document's 512 "MB" are divided by 1024 twice. */
export const MEMORY_BYTES = 512 * 1024 ** 2;
/** `up` is 1 or 0. */
export const UP = 1;

/** Share of a provider's calls that fail, 0 to 1. Single failures are normal and tried again. */
export const LLM_ERROR_RATIO = 0.1;
/** Calls that a provider refused for their rate, within ten minutes. */
export const RATE_LIMITED = 10;
/** 95th percentile of a call to a language model, in seconds. */
export const LLM_SECONDS = 30;
/** Share of lookups that the cache answers, 0 to 1; bad is below. */
export const CACHE_HIT_RATIO = 0.3;
/** Violated over executed rules, 0 to 1. */
export const VIOLATION_RATIO = 0.2;
/** The score now over that of the last six hours; bad is below. The document doesn't say on which scale it is. */
export const SATISFACTION_RATIO = 0.85;

/** The least traffic of which a share says something: requests in 5 minutes, calls in 10, lookups and rules in 15. */
export const MIN_REQUESTS = 30;
export const MIN_LLM_CALLS = 30;
export const MIN_CACHE_MISSES = 20;
export const MIN_RULES = 50;
