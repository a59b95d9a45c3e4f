import { increaseOf } from "../../signals/expressions";
import { hourlyCount, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import { FAILED } from "./series";
import * as limit from "./thresholds";

/** Do automation tasks run, and is nothing wrong with the session files, which are the keys of the accounts? */

const wanted = "the document wants alert rules made";

const runs = (tasks: string, executions: string) => ({
  ...scraped(metric.automationTasks, tasks),
  ...scraped(metric.executions, executions),
});
const files = (opened: string, uploads: string) => ({
  ...scraped(metric.sessionFiles, "10x100", { type: "encrypted" }),
  ...scraped(metric.sessionAccess, opened, { action: "read" }),
  ...scraped(metric.sessionUploads, uploads, { status: "success" }),
});

const alerts: readonly Alert[] = [
  {
    name: "AutomationTasksStalled",
    expr: increaseOf(metric.executions.name, "1h"),
    op: "<",
    threshold: limit.EXECUTIONS_PER_HOUR,
    // A counter that wasn't there an hour ago can't say what happened in the hour.
    guard: `on () (max(${metric.automationTasks.name}) > 0 and on () ${metric.executions.name} offset 1h)`,
    for: "10m",
    severity: "warning",
    team: "business",
    summary: "No automation task has run for an hour",
    description: "Automation tasks are defined, and none was run in the last hour.",
    source: `automation_task_executions_total; ${wanted}`,
    runbook: {
      impact: "What was planned doesn't happen: no scripts are played, no messages sent.",
      causes: ["The scheduler hangs or was stopped", "Redis was gone and the schedule with it", "All tasks are paused"],
      steps: [
        "Look at the tasks' next run in the admin pages.",
        "Read the scheduler's log; restart it.",
        "If tasks are meant to run less often than once an hour, set a longer duration for this alert.",
      ],
    },
    fires: { series: runs("3x200", "0+1x10 10x200"), firesAt: "79m" },
    // A run every 58 minutes.
    quiet: { series: runs("3x205", "5x24 6x57 7x57 8x57 9x57") },
    quietWhen: { "no task is defined": { series: runs("0x200", "5x200") } },
    gaps: { "no traffic": { series: runs("0x200", "5x30 6x170") } },
  },
  {
    name: "SessionUploadsFailing",
    expr: increaseOf(`${metric.sessionUploads.name}{status="${FAILED}"}`, "1h"),
    threshold: limit.FAILED_UPLOADS_PER_HOUR,
    severity: "warning",
    team: "business",
    summary: "{{ $value }} uploads of session files failed in the last hour",
    description: "{{ $value }} session files could not be stored in the last hour.",
    source: `session_uploads_total by status; ${wanted}`,
    runbook: {
      impact: "Accounts can't be added, and those that were logged out can't come back.",
      causes: ["Files of another library's format", "A full or read-only disk", "The key for encryption is missing"],
      steps: [
        "Read the back end's log for what it says of the upload.",
        "Look at the disk on the dashboard.",
        "Try a file that is known to be good.",
      ],
    },
    ...hourlyCount(metric.sessionUploads, limit.FAILED_UPLOADS_PER_HOUR, { status: FAILED }),
  },
  {
    name: "SessionAccessUnusual",
    expr: recorded.accessesPerFile,
    threshold: limit.ACCESSES_PER_FILE,
    guard: `${recorded.uploadsHourly} == 0`,
    severity: "critical",
    team: "platform",
    summary: "Session files were opened {{ $value | humanize }} times each in the last hour",
    description: "On average every session file was opened more than 3 times in an hour in which none was uploaded.",
    source: `session_access_total by action; ${wanted}`,
    runbook: {
      impact: "A session file is the key of an account: who has it is that account.",
      causes: ["Accounts that log in again and again", "A script that reads all files", "Somebody copies them"],
      steps: [
        "See on the dashboard which action it is, and in the audit log who did it.",
        "If nobody knows why: revoke the person's access, and end the sessions in Telegram.",
        "If accounts log in again and again, go on with AccountErrorsHigh.",
      ],
    },
    // Ten files, once a minute: 31 times after 31 minutes.
    fires: { series: files("100+1x100", "5x100"), firesAt: "31m" },
    quiet: { series: files("100+0.5x100", "5x100"), until: "1h20m" },
    quietWhen: { "files were uploaded": { series: files("100+1x100", "5x5 6x100") } },
  },
];

export const automation: RuleGroup = {
  name: "smart-tg-automation",
  dashboard: "smart-tg-accounts",
  recordings: recorded.sessionRecordings,
  alerts,
};
