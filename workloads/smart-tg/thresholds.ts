/**
 * The limits of the alerts, one constant each. The application's document names metrics and no limits, so these are
 * Sightline's, for the alert rules that it wants made; a stack may set others (`sightline:alerts`). Limits of quantiles
 * are among their histogram's buckets.
 */

/** Share of requests that are answered with 500 or more, 0 to 1. */
export const ERROR_SHARE = 0.05;
/** Share of requests that are refused with 400 to 499, 0 to 1. */
export const CLIENT_ERROR_SHARE = 0.3;
/** Requests in 5 minutes, below which neither share nor quantile says anything. */
export const REQUESTS = 50;

/** 95th percentiles, in seconds. */
export const HTTP_SECONDS = 1;
export const REPLY_SECONDS = 10;
export const DATABASE_SECONDS = 0.5;
export const REDIS_SECONDS = 0.05;

/** Share of the accounts that are offline, 0 to 1, and the accounts below which it isn't judged. */
export const OFFLINE_SHARE = 0.3;
export const JUDGED_ACCOUNTS = 5;
/** Accounts in error. */
export const ACCOUNTS_IN_ERROR = 3;
/** Errors of accounts, a minute. */
export const ACCOUNT_ERRORS_PER_MINUTE = 10;
/** Replies a message, over all accounts; bad is below. And the messages in 15 minutes below which it isn't judged. */
export const REPLIES_PER_MESSAGE = 0.01;
export const JUDGED_MESSAGES = 200;
/** Share of red packets that could not be taken, 0 to 1, and the red packets in 15 minutes below which it isn't judged. */
export const REDPACKET_FAILURE_SHARE = 0.2;
export const JUDGED_REDPACKETS = 10;

/** Uploads of session files that failed, in one hour. */
export const FAILED_UPLOADS_PER_HOUR = 5;
/** How often each session file is opened in one hour, on average. */
export const ACCESSES_PER_FILE = 3;
/** Executions of automation tasks in one hour; bad is below. */
export const EXECUTIONS_PER_HOUR = 1;
/** System errors in one hour. */
export const SYSTEM_ERRORS_PER_HOUR = 20;
/** Active alerts of the application itself: one is enough. */
export const ACTIVE_ALERTS = 1;

/** Open connections: four fifths of what Postgres allows unless it's told otherwise (100). */
export const DATABASE_CONNECTIONS = 80;
/** Percent of the whole machine. */
export const CPU_PERCENT = 85;
export const MEMORY_PERCENT = 90;
export const DISK_PERCENT = 85;
export const DISK_FULL_PERCENT = 95;
