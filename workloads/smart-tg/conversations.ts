import { atLeast, eventsAtLeast } from "../../signals/expressions";
import { forgotten, observed, scraped } from "../../signals/proofs";
import type { Alert } from "../../signals/rules";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import { FAILED } from "./series";
import * as limit from "./thresholds";

/** What accounts do: reply to messages and take red packets. All accounts together, since no single one is a reason. */

const wanted = "the document wants alert rules made";

const one = { account_id: "account-1" };
const received = (values: string) => scraped(metric.messages, values, { ...one, type: "received" });
const replied = (values: string) => scraped(metric.replies, values, one);
const taken = (success: string, failed: string) => ({
  ...scraped(metric.redpackets, success, { ...one, status: "success" }),
  ...scraped(metric.redpackets, failed, { ...one, status: FAILED }),
});

export const conversations: readonly Alert[] = [
  {
    name: "AccountRepliesStalled",
    expr: recorded.repliesPerMessage,
    op: "<",
    threshold: limit.REPLIES_PER_MESSAGE,
    guard: eventsAtLeast(limit.JUDGED_MESSAGES, metric.messages.name, "15m"),
    for: "5m",
    severity: "critical",
    team: "platform",
    summary: "Accounts get messages and don't reply",
    description: "Of at least 200 messages in 15 minutes, fewer than one in a hundred was replied to.",
    source: `account_replies_total; ${wanted}`,
    runbook: {
      impact: "Groups are silent. To their members the accounts look dead.",
      causes: ["The reply service hangs or was stopped", "The model or script behind the replies fails", "Rate limits"],
      steps: [
        "See whether errors of accounts go up at the same time; if so, go on there.",
        "Read the log of the reply service; restart it.",
        "If replies were switched off on purpose, silence this alert for as long.",
      ],
    },
    fires: forgotten({ series: { ...received("0+300x80"), ...replied("7x80") }, firesAt: "6m" }, "13m"),
    quiet: { series: { ...received("0+100x80"), ...replied("0+1.05x80") } },
    quietWhen: {
      "too few messages to say": { series: { ...received("0+5x80"), ...replied("7x80") } },
    },
  },
  {
    name: "AccountRepliesSlow",
    expr: recorded.replyQuantile(0.95),
    histogram: metric.replyTime.name,
    threshold: limit.REPLY_SECONDS,
    guard: atLeast(20, metric.replyTime.name, "10m"),
    for: "5m",
    severity: "warning",
    team: "business",
    summary: "Accounts take {{ $value | humanizeDuration }} to reply (p95)",
    description: "One reply in twenty comes later than this; the limit is 10 s.",
    source: `account_response_time_seconds; ${wanted}`,
    runbook: {
      impact: "Conversations look unnatural, and people stop writing.",
      causes: ["The model or script behind the replies is slow", "Replies wait behind others", "Telegram is slow"],
      steps: [
        "Compare with the back end's own latency and the database's.",
        "See whether replies a minute went up.",
        "Try what makes the replies by hand, and take the time.",
      ],
    },
    fires: forgotten({ series: observed(metric.replyTime, 30, "0+30x60", one), firesAt: "6m" }, "8m"),
    quiet: { series: observed(metric.replyTime, limit.REPLY_SECONDS, "0+30x60", one) },
    quietWhen: { "too few replies to say": { series: observed(metric.replyTime, 30, "0+1x60", one) } },
  },
  {
    name: "RedpacketFailureShareHigh",
    expr: recorded.redpacketFailureShare,
    threshold: limit.REDPACKET_FAILURE_SHARE,
    guard: eventsAtLeast(limit.JUDGED_REDPACKETS, metric.redpackets.name, "15m"),
    for: "5m",
    severity: "warning",
    team: "business",
    summary: "{{ $value | humanizePercentage }} of the red packets could not be taken",
    description: "Of at least 10 red packets in 15 minutes, more than a fifth failed.",
    source: `account_redpackets_total by status; ${wanted}`,
    runbook: {
      impact: "Money is missed, and accounts that try in vain are noticed.",
      causes: ["Telegram limits the accounts", "The game's interface changed", "Accounts are too slow"],
      steps: [
        "Read the log of one account for the answer that it got.",
        "Compare with the errors and the response time of accounts.",
        "Stop the accounts' taking part until the cause is known.",
      ],
    },
    fires: forgotten({ series: taken("0+15x60", "0+5x60"), firesAt: "6m" }, "13m"),
    quiet: { series: taken("0+81x60", "0+19x60") },
    quietWhen: { "too few red packets to say": { series: taken("0 0 2x60", "0 0 1x60") } },
  },
];
