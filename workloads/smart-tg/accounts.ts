import { scraped } from "../../signals/proofs";
import type { Alert, InputSeries, RuleGroup } from "../../signals/rules";
import { conversations } from "./conversations";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import * as limit from "./thresholds";

/** Are the Telegram accounts there? What they do is in conversations.ts. */

const wanted = "the document wants alert rules made";

/** So many accounts in each state, as values of a gauge. */
const states = (online: string, offline: string, error = "0x80"): InputSeries => ({
  ...scraped(metric.online, online),
  ...scraped(metric.offline, offline),
  ...scraped(metric.inError, error),
});

const alerts: readonly Alert[] = [
  {
    name: "AllAccountsOffline",
    expr: `max(${metric.online.name})`,
    op: "<",
    threshold: 1,
    guard: `${recorded.judgedAccounts} >= 1`,
    for: "5m",
    severity: "critical",
    priority: "P0",
    team: "platform",
    summary: "No account is online",
    description: "There are accounts, and none of them has been logged in to Telegram for 5 minutes.",
    source: `accounts_online, a key query; ${wanted}`,
    runbook: {
      impact: "No message is answered and no task runs: for its users the application is down.",
      causes: [
        "Telegram can't be reached, or the proxy in front of it",
        "Redis or the database is gone",
        "The account manager hangs",
      ],
      steps: [
        "Try Telegram's servers from the machine, through the same proxy.",
        "Look at RedisDisconnected and at the database's panels.",
        "Read the account manager's log, then restart it.",
      ],
    },
    fires: { series: states("0x80", "10x80"), firesAt: "5m" },
    quiet: { series: states("1x80", "10x80") },
    quietWhen: {
      "no account was added yet": { series: states("0x80", "0x80") },
      "all log in again": { series: states("10x5 0x4 10x80", "0x5 10x4 0x80") },
    },
  },
  {
    name: "AccountsOfflineShareHigh",
    expr: recorded.offlineShare,
    threshold: limit.OFFLINE_SHARE,
    guard: `${recorded.judgedAccounts} >= ${limit.JUDGED_ACCOUNTS}`,
    for: "10m",
    severity: "warning",
    priority: "P1",
    team: "business",
    summary: "{{ $value | humanizePercentage }} of the accounts are offline",
    description: "Of at least 5 accounts, more than 30 % have been offline for 10 minutes.",
    source: `accounts_offline; ${wanted}`,
    runbook: {
      impact: "Groups of these accounts get no reply, and their tasks don't run.",
      causes: ["A proxy is down", "Telegram logged them out", "Somebody stopped them and forgot"],
      steps: [
        "See in the admin pages what the accounts have in common: proxy, group, release.",
        "Start one by hand, and read its log.",
        "If Telegram logged them out, upload new session files.",
      ],
    },
    fires: { series: states("68x80", "32x80"), firesAt: "10m" },
    quiet: { series: states("71x80", "29x80") },
    quietWhen: {
      "too few accounts to say": { series: states("2x80", "2x80") },
      "a restart of the account manager": { series: states("10x5 0x9 10x80", "0x5 10x9 0x80") },
    },
  },
  {
    name: "AccountsInError",
    expr: `max(${metric.inError.name})`,
    threshold: limit.ACCOUNTS_IN_ERROR,
    for: "10m",
    severity: "warning",
    team: "business",
    summary: "{{ $value }} accounts are in error",
    description: "More than 3 accounts can't be used and don't come back by themselves.",
    source: `accounts_error; ${wanted}`,
    runbook: {
      impact: "These accounts are lost until somebody looks after them. More may follow.",
      causes: ["Telegram banned them", "Broken or revoked session files", "Too many messages in too short a time"],
      steps: [
        "Read the reason of each in the admin pages.",
        "If they were banned, stop the scripts that they ran, before others are banned too.",
        "Upload new session files for those that were logged out.",
      ],
    },
    fires: { series: scraped(metric.inError, "4x60"), firesAt: "10m" },
    quiet: { series: scraped(metric.inError, "3x60") },
    quietWhen: { "they come back": { series: scraped(metric.inError, "0x5 8x9 0x60") } },
  },
  {
    name: "AccountErrorsHigh",
    expr: `60 * sum(rate(${metric.accountErrors.name}[5m]))`,
    threshold: limit.ACCOUNT_ERRORS_PER_MINUTE,
    for: "10m",
    severity: "warning",
    team: "platform",
    summary: "{{ $value | humanize }} errors of accounts a minute",
    description: "Accounts have met more than 10 errors a minute for 10 minutes.",
    source: `account error rate, a key query; ${wanted}`,
    runbook: {
      impact: "Replies and tasks fail. Telegram bans accounts that go on in spite of errors.",
      causes: ["Telegram limits the rate (FloodWait)", "A proxy is down", "A script sends what Telegram refuses"],
      steps: [
        "Read the account manager's log for the error that comes most often.",
        "For FloodWait, slow the scripts down before anything else.",
        "For timeouts, try the proxies.",
      ],
    },
    // The window is full after 5 minutes, and the rate right from then on.
    fires: { series: scraped(metric.accountErrors, "0+11x60"), firesAt: "15m" },
    quiet: { series: scraped(metric.accountErrors, "0+9.5x60") },
    quietWhen: {
      "a burst that ends": { series: scraped(metric.accountErrors, "0x10 0+30x6 180x60") },
    },
  },
  ...conversations,
];

export const accounts: RuleGroup = {
  name: "smart-tg-accounts",
  dashboard: "smart-tg-accounts",
  recordings: recorded.accountRecordings,
  alerts,
};
