import { selector } from "../proofs";
import type { Alert, Recording, RuleGroup } from "../rules";
import { diskRecordings, nodeDisks } from "./node-disks";
import { nodeKernel } from "./node-kernel";
import { events, level, node } from "./proof";

/**
 * What node_exporter says of the machine's processor and memory. The statsd exporter's kernel counters come from a node
 * exporter as well, so the job is named where both have a metric.
 */

export const cpuUsed = "instance:node_cpu_used:ratio_rate5m";
export const memoryUsed = "instance:node_memory_used:ratio";
export const loadByCore = "instance:node_load5:by_core";

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...node, ...labels });
const instance = { instance: node.instance };

const recordings: readonly Recording[] = [
  {
    record: cpuUsed,
    expr: '1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{mode=~"idle|iowait"}[5m])))',
    help: "Busy share of all processors, 0 to 1; waiting for the disk isn't busy.",
  },
  {
    record: memoryUsed,
    expr: "1 - sum by (instance) (node_memory_MemAvailable_bytes) / sum by (instance) (node_memory_MemTotal_bytes)",
    help: "Memory that can't be given to another program at once, over all of it, 0 to 1.",
  },
  {
    record: loadByCore,
    expr: 'sum by (instance) (node_load5) / count by (instance) (node_cpu_seconds_total{mode="idle"})',
    help: "Programs that run or wait for the processor or the disk, for each processor; over 5 minutes.",
  },
  ...diskRecordings,
];

const alerts: readonly Alert[] = [
  level({
    name: "NodeOverloaded",
    expr: loadByCore,
    threshold: 2,
    for: "30m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.instance }} has more to do than its processors can",
    description:
      "{{ $value | humanize }} programs have wanted each processor, or waited for the disk, for half an hour.",
    runbook: {
      impact: "Everything on this machine is slower.",
      causes: ["Too much runs here", "A program in a loop", "A slow disk that everybody waits for"],
      steps: [
        "See on the dashboard whether the processors are busy; if not, it's the disk.",
        "top, or the containers' CPU on the dashboard of the stack, shows who it is.",
        "Limit it, move it, or take a larger machine.",
      ],
    },
    series: (at) => ({
      [of("node_load5")]: at.gauge((load) => 2 * load),
      [of("node_cpu_seconds_total", { cpu: "0", mode: "idle" })]: "0+60x120",
      [of("node_cpu_seconds_total", { cpu: "1", mode: "idle" })]: "0+60x120",
    }),
    labels: instance,
  }),
  level({
    name: "NodeMemoryShort",
    expr: memoryUsed,
    threshold: 0.95,
    for: "5m",
    severity: "critical",
    team: "infrastructure",
    summary: "{{ $labels.instance }} has no memory left: {{ $value | humanizePercentage }} are used",
    description: "Programs on {{ $labels.instance }} have had less than 5 % of the memory left for 5 minutes.",
    runbook: {
      impact: "The machine gets slow, then the kernel kills programs.",
      causes: ["A leak", "Containers without a limit", "Too much runs here"],
      steps: [
        "Memory by container, on the dashboard of the stack, shows who it is.",
        "Restart what leaks, to win time.",
        "Give each container a limit; take a larger machine.",
      ],
    },
    series: (at) => ({
      [of("node_memory_MemAvailable_bytes")]: at.gauge((used) => 1e9 * (1 - used)),
      [of("node_memory_MemTotal_bytes")]: "1000000000x90",
    }),
    labels: instance,
  }),
  level({
    name: "NodeMemoryThrashing",
    expr: "sum by (instance) (rate(node_vmstat_pgmajfault[5m]))",
    threshold: 500,
    for: "15m",
    severity: "warning",
    team: "infrastructure",
    summary: "{{ $labels.instance }} reads its programs from the disk again and again",
    description:
      "{{ $value | humanize }} pages a second that should be in memory have come from the disk for 15 minutes.",
    runbook: {
      impact: "Everything on this machine is slow, though memory may look free.",
      causes: ["Memory is short, so the kernel drops program code and mapped files", "A large database file is mapped"],
      steps: ["See NodeMemoryShort.", "Look for the container near its memory limit.", "Take a larger machine."],
    },
    series: (at) => ({ [of("node_vmstat_pgmajfault")]: at.counter((rate) => 60 * rate) }),
    settles: 4,
    labels: instance,
  }),
  events({
    name: "NodeProcessKilledForMemory",
    expr: "sum by (instance) (increase(node_vmstat_oom_kill[5m]))",
    threshold: 0,
    severity: "warning",
    team: "infrastructure",
    summary: "The kernel of {{ $labels.instance }} has killed a program for its memory",
    description: "{{ $value | humanize }} programs were killed in the last 5 minutes, in a container or outside.",
    runbook: {
      impact: "What the program did at that moment is lost. It is started again, most likely.",
      causes: ["A container has reached its limit", "The machine has no memory left"],
      steps: [
        "dmesg | grep -i oom says which program and whose limit.",
        "docker inspect shows OOMKilled for the container.",
        "Raise the limit, or find the leak.",
      ],
    },
    series: (values) => ({ [of("node_vmstat_oom_kill")]: values }),
    labels: instance,
  }),
  ...nodeKernel,
  ...nodeDisks,
];

export const nodeRules: RuleGroup = { name: "sightline-node", dashboard: "sightline-node", recordings, alerts };
