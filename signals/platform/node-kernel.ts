import { selector } from "../proofs";
import type { Alert } from "../rules";
import { level, node, state } from "./proof";

/** The machine's clock, and tables of the kernel that can be full. */

const of = (name: string) => selector(name, node);

/** There is no table before the first connection is tracked. */
export const conntrackShare = "node_nf_conntrack_entries / (node_nf_conntrack_entries_limit > 0)";
export const filesShare = "node_filefd_allocated / node_filefd_maximum";
export const clockOffset = "abs(avg_over_time(node_timex_offset_seconds[5m]))";

export const nodeKernel: readonly Alert[] = [
  level({
    name: "NodeClockSkewed",
    expr: clockOffset,
    threshold: 0.05,
    for: "10m",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "The clock of {{ $labels.instance }} is wrong by {{ $value | humanizeDuration }}",
    description:
      "The clock of {{ $labels.instance }} has been more than 50 ms off for 10 minutes, and isn't put right.",
    runbook: {
      impact: "Times in logs, traces and metrics don't fit together; certificates and tokens may be refused.",
      causes: ["The time service doesn't run or can't reach its servers", "A virtual machine that was paused"],
      steps: ["chronyc tracking, or timedatectl timesync-status.", "Restart the time service."],
    },
    series: (at) => ({ [of("node_timex_offset_seconds")]: at.gauge((offset) => -offset) }),
    window: 5,
    labels: node,
  }),
  state({
    name: "NodeClockNotSynchronised",
    expr: "node_timex_sync_status",
    op: "==",
    threshold: 0,
    // The kernel's own estimate of its error: 16 s is the most that it counts to.
    guard: "node_timex_maxerror_seconds >= 16",
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "Nothing sets the clock of {{ $labels.instance }}",
    description: "The kernel of {{ $labels.instance }} hasn't been told the time for an hour or longer.",
    runbook: {
      impact: "None yet; the clock drifts by some seconds a day.",
      causes: ["No time service runs", "A virtual machine whose host sets the clock without telling the kernel"],
      steps: [
        "timedatectl shows whether a time service runs; install chrony.",
        "Where the host sets the clock, switch this alert off for the stack.",
      ],
    },
    series: (values) => ({
      [of("node_timex_sync_status")]: values,
      [of("node_timex_maxerror_seconds")]: "16x190",
    }),
    labels: node,
    bad: 0,
    good: 1,
    quietWhen: {
      "the error is still small": {
        series: { [of("node_timex_sync_status")]: "0x120", [of("node_timex_maxerror_seconds")]: "1x120" },
      },
    },
  }),
  level({
    name: "NodeConntrackNearLimit",
    expr: conntrackShare,
    threshold: 0.75,
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.instance }} tracks {{ $value | humanizePercentage }} of the connections that it can",
    description: "The kernel's table of connections has been more than 75 % full for 5 minutes.",
    runbook: {
      impact: "None yet; when it is full, new connections are dropped at random, and nothing else says why.",
      causes: ["Many short connections without a pool", "A flood from outside", "Timeouts that are very long"],
      steps: ["conntrack -L | awk '{print $5}' | sort | uniq -c shows whose they are.", "Raise nf_conntrack_max."],
    },
    series: (at) => ({
      [of("node_nf_conntrack_entries")]: at.gauge((share) => 65_536 * share),
      [of("node_nf_conntrack_entries_limit")]: "65536x90",
    }),
    labels: node,
  }),
  level({
    name: "NodeFileHandlesNearLimit",
    expr: filesShare,
    threshold: 0.8,
    for: "15m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of its file handles open",
    description: "The kernel's table of open files has been more than 80 % full for 15 minutes.",
    runbook: {
      impact: "None yet; when it is full, no program on the machine can open a file or connection.",
      causes: ["A program that opens files or connections and doesn't close them"],
      steps: [
        "ls /proc/*/fd | wc -l by process, or lsof, shows whose they are.",
        "Restart it; raise fs.file-max to win time.",
      ],
    },
    series: (at) => ({
      [of("node_filefd_allocated")]: at.gauge((share) => 1e6 * share),
      [of("node_filefd_maximum")]: "1000000x90",
    }),
    labels: node,
  }),
];
