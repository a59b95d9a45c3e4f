import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { increaseOf } from "../../../signals/expressions";
import { graph, perMinute, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { FAILED } from "../series";
import { business } from "./business";

/** All accounts together: one account is a label value of hundreds, and looked at in the admin pages. */

const rare = { decimals: 0 };

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Online",
      "short",
      `max(${metric.online.name})`,
      "Accounts that are logged in to Telegram (accounts_online).",
      {
        alerts: ["AllAccountsOffline"],
      },
    ),
    stat("Offline", "short", `max(${metric.offline.name})`, "Accounts that are stopped or cut off (accounts_offline)."),
    stat("In error", "short", `max(${metric.inError.name})`, "Accounts that can't be used (accounts_error).", {
      alerts: ["AccountsInError"],
    }),
    stat("Offline share", "percentunit", recorded.offlineShare, "Offline accounts over all (accounts_offline).", {
      alerts: ["AccountsOfflineShareHigh"],
    }),
    stat(
      "Replies for a message",
      "percentunit",
      recorded.repliesPerMessage,
      "Automatic replies over messages of 15 minutes (account_replies_total, account_messages_total).",
      { alerts: ["AccountRepliesStalled"] },
    ),
    stat(
      "Reply time (p95)",
      "s",
      recorded.replyQuantile(0.95),
      "How long one reply in twenty takes at least (account_response_time_seconds).",
      { alerts: ["AccountRepliesSlow"] },
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Accounts by status",
      "short",
      [{ expr: `max by (status) (${metric.accounts.name})`, legend: "{{status}}" }],
      "What the application says of its accounts (accounts_total).",
      { stacked: true, ...rare },
    ),
    graph(
      "Messages by type",
      "cpm",
      [{ expr: `60 * ${recorded.messageRate}`, legend: "{{type}}" }],
      "Messages a minute, all accounts together (account_messages_total).",
      { stacked: true },
    ),
    graph(
      "Replies",
      "cpm",
      [{ expr: `60 * ${recorded.replyRate}`, legend: "replies" }],
      "Automatic replies a minute, all accounts together (account_replies_total).",
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Account errors",
      "cpm",
      [perMinute(metric.accountErrors, "errors")],
      "Errors of accounts a minute (account_errors_total). Go easy: Telegram bans accounts that go on regardless.",
      { alerts: ["AccountErrorsHigh"] },
    ),
    graph(
      "Accounts in error",
      "short",
      [{ expr: `max(${metric.inError.name})`, legend: "in error" }],
      "Accounts that can't be used until somebody looks after them (accounts_error).",
      { alerts: ["AccountsInError"], ...rare },
    ),
    graph(
      "Offline accounts",
      "percentunit",
      [{ expr: recorded.offlineShare, legend: "offline" }],
      "Share of all accounts (accounts_offline, accounts_online, accounts_error).",
      { alerts: ["AccountsOfflineShareHigh"], max: 1 },
    ),
    graph(
      "Red packets that failed",
      "percentunit",
      [{ expr: recorded.redpacketFailureShare, legend: "failed" }],
      "Share of the red packets of 15 minutes that could not be taken (account_redpackets_total).",
      { alerts: ["RedpacketFailureShareHigh"], max: 1 },
    ),
    graph(
      "Failed uploads of the last hour",
      "short",
      [{ expr: increaseOf(`${metric.sessionUploads.name}{status="${FAILED}"}`, "1h"), legend: "failed" }],
      "Session files that could not be stored (session_uploads_total).",
      { alerts: ["SessionUploadsFailing"], ...rare },
    ),
    graph(
      "Opened session files",
      "short",
      [{ expr: recorded.accessesPerFile, legend: "times each" }],
      "How often a session file was opened in the last hour, on average (session_access_total, session_files_total).",
      { alerts: ["SessionAccessUnusual"], decimals: 1 },
    ),
  ],
};

const latency: RowSpec = {
  title: "Latency",
  panels: [
    graph(
      "Reply time",
      "s",
      [0.5, 0.95, 0.99].map((quantile) => ({
        expr: recorded.replyQuantile(quantile),
        legend: quantile === 0.5 ? "median" : `p${100 * quantile}`,
      })),
      "From a message to the reply, all accounts together (account_response_time_seconds).",
      { alerts: ["AccountRepliesSlow"], width: 12 },
    ),
    graph(
      "Replies for each message",
      "percentunit",
      [{ expr: recorded.repliesPerMessage, legend: "replies for a message" }],
      "Over 15 minutes (account_replies_total, account_messages_total). At zero nobody replies any more.",
      { alerts: ["AccountRepliesStalled"], width: 12 },
    ),
  ],
};

export const accounts: DashboardSpec = {
  uid: "smart-tg-accounts",
  title: "Smart TG: accounts and automation",
  description: "Telegram accounts, their session files, and what they do by themselves.",
  tags: ["sightline", "smart-tg"],
  variables: [],
  rows: [health, traffic, errors, latency, business],
};
