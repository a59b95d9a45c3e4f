import type { RowSpec } from "../../../signals/dashboard";
import { increaseOf } from "../../../signals/expressions";
import { bars, graph, perMinute } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";

/** What accounts do by themselves, and the session files behind them. */
export const business: RowSpec = {
  title: "Business: automation and sessions",
  panels: [
    graph(
      "Task runs of the last hour",
      "short",
      [{ expr: increaseOf(metric.executions.name, "1h"), legend: "runs" }],
      "Automation tasks that were run (automation_task_executions_total).",
      { alerts: ["AutomationTasksStalled"], decimals: 0 },
    ),
    graph(
      "Red packets",
      "cpm",
      [{ expr: `60 * ${recorded.redpacketRate}`, legend: "{{status}}" }],
      "Red packets a minute by outcome, all accounts together (account_redpackets_total).",
      { stacked: true },
    ),
    graph(
      "Session uploads",
      "cpm",
      [perMinute(metric.sessionUploads, "{{status}}", "status")],
      "Uploads of session files a minute (session_uploads_total).",
      { stacked: true },
    ),
    graph(
      "Session access",
      "cpm",
      [perMinute(metric.sessionAccess, "{{action}}", "action")],
      "Times a minute that session files were opened, by what for (session_access_total).",
      { stacked: true },
    ),
    bars(
      "Session files by type",
      "short",
      [{ expr: `max by (type) (${metric.sessionFiles.name})`, legend: "{{type}}", instant: true }],
      "Plain files can be used by whoever gets them (session_files_total).",
      { decimals: 0 },
    ),
    bars(
      "What is set up",
      "short",
      [
        { expr: `max(${metric.scripts.name})`, legend: "scripts", instant: true },
        { expr: `max(${metric.schemes.name})`, legend: "role schemes", instant: true },
        { expr: `max(${metric.automationTasks.name})`, legend: "automation tasks", instant: true },
      ],
      "Scripts, schemes of roles and tasks (scripts_total, role_assignment_schemes_total, automation_tasks_total).",
      { decimals: 0 },
    ),
  ],
};
