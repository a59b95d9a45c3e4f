import { increaseOf, shareOf } from "../../signals/expressions";
import type { Recording } from "../../signals/rules";
import { selector } from "../../signals/proofs";
import * as metric from "./metrics";
import { FAILED } from "./series";

/**
 * What alerts and panels ask for. Everything with `account_id` is summed over all accounts here, once an evaluation, so
 * that nobody asks for thousands of series each time a dashboard is opened.
 */

export const requestErrorShare = "stack:http_requests_errors:ratio5m";
export const requestRefusedShare = "stack:http_requests_refused:ratio5m";

export const ownAlertsHourly = "stack:alerts_raised:increase1h";

const serverErrors = `${metric.requests.name}{status_code=~"5.."}`;
const clientErrors = `${metric.requests.name}{status_code=~"4.."}`;

export const httpRecordings: readonly Recording[] = [
  {
    record: requestErrorShare,
    expr: shareOf(serverErrors, metric.requests.name, "5m"),
    help: "Share of requests that were answered with 500 or more, 0 to 1, over 5 minutes.",
  },
  {
    record: requestRefusedShare,
    expr: shareOf(clientErrors, metric.requests.name, "5m"),
    help: "Share of requests that were answered with 400 to 499, 0 to 1, over 5 minutes.",
  },
  {
    record: ownAlertsHourly,
    expr: increaseOf(metric.ownAlerts.name, "1h"),
    help: "Alerts that the application itself raised in the last hour.",
  },
];

export const messageRate = "type:account_messages:rate5m";
export const replyRate = "stack:account_replies:rate5m";
export const repliesPerMessage = "stack:account_replies_per_message:ratio15m";
export const replyBuckets = "stack:account_response_time_seconds_bucket:rate10m";
export const redpacketRate = "status:account_redpackets:rate15m";
export const redpacketFailureShare = "stack:account_redpackets_failed:ratio15m";
export const judgedAccounts = "stack:accounts:max";
export const offlineShare = "stack:accounts_offline:ratio";

/** Every process says the same number of accounts, so that the largest is right and a sum would be too much. */
const states = [metric.online, metric.offline, metric.inError].map(({ name }) => `max(${name})`);

export const accountRecordings: readonly Recording[] = [
  {
    record: judgedAccounts,
    expr: states.join(" + "),
    help: "Accounts that are online, offline or in error.",
  },
  {
    record: offlineShare,
    expr: `max(${metric.offline.name}) / (${judgedAccounts} > 0)`,
    help: "Share of the accounts that are offline, 0 to 1; nothing without an account.",
  },
  {
    record: messageRate,
    expr: `sum by (type) (rate(${metric.messages.name}[5m]))`,
    help: "Messages a second of all accounts, by type.",
  },
  {
    record: replyRate,
    expr: `sum(rate(${metric.replies.name}[5m]))`,
    help: "Automatic replies a second of all accounts.",
  },
  {
    record: repliesPerMessage,
    // There is no such series before an account replies for the first time.
    expr: `(sum(rate(${metric.replies.name}[15m])) or vector(0))\n/\nsum(rate(${metric.messages.name}[15m]))`,
    help: "Automatic replies for each message, over all accounts and 15 minutes; not a number without a message.",
  },
  {
    record: replyBuckets,
    expr: `sum by (le) (rate(${metric.replyTime.name}_bucket[10m]))`,
    help: "Replies a second of all accounts by the longest time that they took, over 10 minutes.",
  },
  {
    record: redpacketRate,
    expr: `sum by (status) (rate(${metric.redpackets.name}[15m]))`,
    help: "Red packets a second of all accounts by outcome, over 15 minutes.",
  },
  {
    record: redpacketFailureShare,
    expr: `sum(${selector(redpacketRate, { status: FAILED })})\n/\nsum(${redpacketRate})`,
    help: "Share of the red packets that could not be taken, 0 to 1, over all accounts and 15 minutes.",
  },
];

/** A percentile of how long all accounts take to reply. */
export const replyQuantile = (quantile: number) => `histogram_quantile(${quantile}, ${replyBuckets})`;

export const accessesPerFile = "stack:session_access_per_file:increase1h";

export const uploadsHourly = "stack:session_uploads:increase1h";

export const sessionRecordings: readonly Recording[] = [
  {
    record: uploadsHourly,
    expr: increaseOf(metric.sessionUploads.name, "1h"),
    help: "Session files that were uploaded in the last hour, or should have been.",
  },
  {
    record: accessesPerFile,
    expr: `${increaseOf(metric.sessionAccess.name, "1h")}\n/ sum(max by (type) (${metric.sessionFiles.name}))`,
    help: "How often each session file was opened in the last hour, on average.",
  },
];
