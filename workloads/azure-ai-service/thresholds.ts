/** The limits of the application's own document, one constant each. */

/** HighAICost: US dollars a minute. Its rule compares dollars a second, its text says a minute. */
export const COST_PER_MINUTE_USD = 10;
/** RateLimitHit: any in five minutes. */
export const RATE_LIMIT_HITS = 0;
/** HighErrorRate: share of requests, 0 to 1. */
export const ERROR_RATIO = 0.1;

/** SimpleMonitor's `alert_threshold`: US dollars in all. Here it is the budget of a day. */
export const BUDGET_USD = 100;

/** Of objectives, since the document asks for them without a number: a share of requests, and seconds. */
export const AVAILABILITY_PERCENT = 99;
export const FAST_PERCENT = 95;
export const FAST_SECONDS = 10;
