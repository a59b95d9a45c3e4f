import { counter, gauge, histogram } from "../../signals/metrics";
import { ACCOUNTS, FAILED, histogramSeries } from "./series";
import { REPLY_SECONDS } from "./thresholds";

/**
 * Telegram accounts, their session files, and what they do by themselves.
 *
 * The document names the labels and not their values. `success` and `failed` are taken for the states of red packets and
 * uploads, `plain` and `encrypted` for the types of session files.
 */

/** Of each of the four metrics with `account_id`, a handful stands for all. */
const account_id = ["account-1", "account-2", "account-3", "account-4", "account-5"];
const REPLY_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, REPLY_SECONDS, 30, 60];
const mostlySuccess = { status: { success: 0.98, [FAILED]: 0.02 } };
const mostlyFailed = { status: { success: 0.3, [FAILED]: 0.7 } };

export const accounts = gauge("accounts_total", {
  help: "Accounts that are managed, by status.",
  labels: { status: ["online", "offline", "error"] },
  from: "app",
  demo: {
    typical: 20,
    steady: true,
    shares: { status: { online: 0.9, offline: 0.1, error: 0 } },
    sharesDuring: {
      "connection-loss": { status: { online: 0, offline: 1, error: 0 } },
      errors: { status: { online: 0.5, offline: 0.1, error: 0.4 } },
    },
  },
});

export const online = gauge("accounts_online", {
  help: "Accounts that are logged in to Telegram.",
  from: "app",
  demo: { typical: 18, steady: true, during: { "connection-loss": 0, errors: 10 } },
});

export const offline = gauge("accounts_offline", {
  help: "Accounts that are stopped or lost their connection.",
  from: "app",
  demo: { typical: 2, steady: true, during: { "connection-loss": 20 } },
});

export const inError = gauge("accounts_error", {
  help: "Accounts that can't be used: banned, logged out, or with a broken session file.",
  from: "app",
  demo: { typical: 0, steady: true, during: { errors: 8 } },
});

export const messages = counter("account_messages_total", {
  help: "Messages of accounts, by account and type.",
  labels: { account_id, type: ["received", "sent"] },
  from: "app",
  // Types: a few kinds, each in both directions.
  maxSeries: ACCOUNTS * 8,
  demo: { typical: 120 },
});

export const replies = counter("account_replies_total", {
  help: "Automatic replies, by account.",
  labels: { account_id },
  from: "app",
  maxSeries: ACCOUNTS,
  demo: { typical: 24, during: { "queue-jam": 0, "connection-loss": 0 } },
});

export const redpackets = counter("account_redpackets_total", {
  help: "Red packets that accounts tried to take, by account and outcome.",
  labels: { account_id, status: ["success", FAILED] },
  from: "app",
  maxSeries: ACCOUNTS * 3,
  demo: { typical: 6, shares: mostlySuccess, sharesDuring: { errors: mostlyFailed, "rate-limit": mostlyFailed } },
});

export const accountErrors = counter("account_errors_total", {
  help: "Errors of accounts: refused by Telegram, timeouts, lost logins.",
  from: "app",
  demo: { typical: 0.5, during: { errors: 40, "rate-limit": 60 } },
});

export const replyTime = histogram("account_response_time_seconds", {
  help: "From a message to the account's reply, by account.",
  labels: { account_id },
  buckets: REPLY_BUCKETS,
  from: "app",
  maxSeries: histogramSeries(ACCOUNTS, REPLY_BUCKETS),
  demo: { typical: 0.8, perMinute: 24, during: { latency: 25 } },
});

export const sessionFiles = gauge("session_files_total", {
  help: "Session files that are stored, by type.",
  labels: { type: ["encrypted", "plain"] },
  from: "app",
  demo: { typical: 20, steady: true, shares: { type: { encrypted: 0.9, plain: 0.1 } } },
});

export const sessionUploads = counter("session_uploads_total", {
  help: "Uploads of session files, by outcome.",
  labels: { status: ["success", FAILED] },
  from: "app",
  demo: {
    typical: 0.05,
    during: { errors: 2, overload: 0 },
    shares: mostlySuccess,
    sharesDuring: { errors: mostlyFailed },
  },
});

export const sessionAccess = counter("session_access_total", {
  help: "Times that session files were opened, by what for.",
  labels: { action: ["read", "scan", "delete"] },
  from: "app",
  demo: { typical: 0.2, during: { overload: 10 }, shares: { action: { read: 0.8, scan: 0.2, delete: 0 } } },
});

export const scripts = gauge("scripts_total", {
  help: "Scripts that accounts can play.",
  from: "app",
  demo: { typical: 12, steady: true },
});

export const schemes = gauge("role_assignment_schemes_total", {
  help: "Schemes that say which account plays which role.",
  from: "app",
  demo: { typical: 4, steady: true },
});

export const automationTasks = gauge("automation_tasks_total", {
  help: "Automation tasks that are defined.",
  from: "app",
  demo: { typical: 6, steady: true },
});

export const executions = counter("automation_task_executions_total", {
  help: "Runs of automation tasks.",
  from: "app",
  demo: { typical: 3, during: { "worker-stop": 0 } },
});
