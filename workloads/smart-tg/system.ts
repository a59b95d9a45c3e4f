import type { Metric } from "../../signals/metrics";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { tooHigh } from "./proofs";
import * as limit from "./thresholds";

/** The machine that the application runs on, as the application itself reports it. */

const wanted = "the document wants alert rules made";

/** Every process says the same, so the largest is right. */
const usage = ({ name }: Metric) => `max by (instance, job) (${name})`;

const diskSteps = [
  "Find what grew: du -xh / | sort -h | tail. Logs and downloaded media are the usual ones.",
  "Delete or move what isn't needed, and let logs be rotated.",
  "Make the disk larger.",
];

const alerts: readonly Alert[] = [
  {
    name: "SystemCpuHigh",
    expr: usage(metric.cpu),
    threshold: limit.CPU_PERCENT,
    severity: "warning",
    team: "infrastructure",
    summary: "The machine's CPU is used to {{ $value | humanize }} %",
    description: "The machine of {{ $labels.instance }} has used more than 85 % of its CPU for 10 minutes.",
    source: `system_cpu_usage_percent; ${wanted}`,
    runbook: {
      impact: "Requests and replies get slower.",
      causes: ["More accounts or messages", "A loop", "Another program on the same machine"],
      steps: [
        "See which process it is (top).",
        "Compare with requests and messages a minute.",
        "Move accounts to another machine, or take a larger one.",
      ],
    },
    ...tooHigh(metric.cpu, limit.CPU_PERCENT, 10),
  },
  {
    name: "SystemMemoryHigh",
    expr: usage(metric.memory),
    threshold: limit.MEMORY_PERCENT,
    severity: "warning",
    priority: "P1",
    team: "infrastructure",
    summary: "The machine's memory is used to {{ $value | humanize }} %",
    description: "The machine of {{ $labels.instance }} has used more than 90 % of its memory for 5 minutes.",
    source: `system_memory_usage_percent; ${wanted}`,
    runbook: {
      impact: "None yet; when nothing is left, the kernel ends a process, and it may be this one.",
      causes: ["More accounts", "A leak", "Another program on the same machine"],
      steps: [
        "See which process it is (top, sorted by memory).",
        "If the back end grows steadily, restart it to win time and look at the last release.",
        "Move accounts to another machine, or take a larger one.",
      ],
    },
    ...tooHigh(metric.memory, limit.MEMORY_PERCENT, 5),
  },
  {
    name: "SystemDiskHigh",
    expr: usage(metric.disk),
    threshold: limit.DISK_PERCENT,
    severity: "warning",
    team: "infrastructure",
    summary: "The machine's disk is full to {{ $value | humanize }} %",
    description: "The disk of {{ $labels.instance }}'s machine has been full to more than 85 % for 10 minutes.",
    source: `system_disk_usage_percent; ${wanted}`,
    runbook: {
      impact: "None yet; session files and the database need room to write.",
      causes: ["Logs", "Downloaded media", "Old backups"],
      steps: diskSteps,
    },
    ...tooHigh(metric.disk, limit.DISK_PERCENT, 10),
  },
  {
    name: "SystemDiskFull",
    expr: usage(metric.disk),
    threshold: limit.DISK_FULL_PERCENT,
    severity: "critical",
    team: "infrastructure",
    summary: "The machine's disk is nearly full: {{ $value | humanize }} %",
    description: "The disk of {{ $labels.instance }}'s machine has been full to more than 95 % for 5 minutes.",
    source: `system_disk_usage_percent; ${wanted}`,
    runbook: {
      impact: "Uploads fail, the database stops writing, and session files may be damaged.",
      causes: ["Logs", "Downloaded media", "Old backups"],
      steps: diskSteps,
    },
    ...tooHigh(metric.disk, limit.DISK_FULL_PERCENT, 5),
  },
];

export const system: RuleGroup = { name: "smart-tg-system", dashboard: "smart-tg-system", alerts };
