import type { Alert, Recording, RuleGroup } from "../rules";

/** What cAdvisor says of the containers. `name` is empty on control groups that are no container. */

export const containerCpu = "name:container_cpu_usage:rate5m";
export const containerMemoryRatio = "name:container_memory:ratio";
export const MEMORY_RATIO = 0.9;
/** In a quarter of an hour; more is a loop. */
export const RESTARTS = 2;

const recordings: readonly Recording[] = [
  {
    record: containerCpu,
    expr: 'sum by (name) (rate(container_cpu_usage_seconds_total{name!=""}[5m]))',
    help: "Cores that a container uses.",
  },
  {
    record: containerMemoryRatio,
    // A limit of 0 is none.
    expr: `max by (name) (container_memory_working_set_bytes{name!=""})
/
(max by (name) (container_spec_memory_limit_bytes{name!=""}) > 0)`,
    help: "Memory that a container can't give back, over its limit, 0 to 1; nothing without a limit.",
  },
];

const container = 'id="/docker/0a", image="sightline/app:1", instance="cadvisor:8080", job="cadvisor", name="app"';

const alerts: readonly Alert[] = [
  {
    name: "ContainerRestarting",
    // A restarted container keeps its id and gets a new start time. A replaced one is another series, and no fault.
    expr: 'max by (name) (changes(container_start_time_seconds{name!=""}[15m]))',
    threshold: RESTARTS,
    severity: "critical",
    team: "infrastructure",
    summary: "Container {{ $labels.name }} keeps restarting",
    description: "{{ $labels.name }} was started {{ $value }} times in the last 15 minutes.",
    runbook: {
      impact: "What it does, it does only now and then.",
      causes: ["It ends with an error", "It is killed for its memory", "It never gets healthy"],
      steps: [
        "docker inspect NAME shows the exit code; 137 is killed, mostly for memory.",
        "docker logs --tail 50 shows what it said last.",
        "If it began with a release, take the release back.",
      ],
    },
    fires: {
      series: { [`container_start_time_seconds{${container}}`]: "100x10 700 800 900x30" },
      firesAt: "13m",
      firesUntil: "24m",
      labels: { name: "app" },
    },
    quiet: { series: { [`container_start_time_seconds{${container}}`]: "100x10 700 800x30" } },
    quietWhen: {
      "it is replaced by newer ones": {
        series: Object.fromEntries(
          ["0b", "0c", "0d", "0e"].map((id, i) => [
            `container_start_time_seconds{${container.replace("0a", id)}}`,
            `_x${5 * i + 1} ${i * 300}x4 stale`,
          ]),
        ),
      },
    },
  },
  {
    name: "ContainerMemoryNearLimit",
    expr: containerMemoryRatio,
    threshold: MEMORY_RATIO,
    for: "5m",
    severity: "warning",
    team: "infrastructure",
    summary: "Container {{ $labels.name }} uses {{ $value | humanizePercentage }} of its memory",
    description: "{{ $labels.name }} has used more than 90 % of its memory limit for 5 minutes.",
    runbook: {
      impact: "None yet; at the limit the kernel kills it.",
      causes: ["A leak", "More work than the limit was made for", "The limit is too low"],
      steps: [
        "See on the dashboard of the stack whether it grows steadily.",
        "Raise the limit, or restart it to win time.",
        "For Prometheus: look at the number of series; it needs about 4 KiB for each.",
      ],
    },
    fires: {
      series: {
        [`container_memory_working_set_bytes{${container}}`]: "91x60",
        [`container_spec_memory_limit_bytes{${container}}`]: "100x60",
      },
      firesAt: "5m",
      labels: { name: "app" },
    },
    quiet: {
      series: {
        [`container_memory_working_set_bytes{${container}}`]: "90x60",
        [`container_spec_memory_limit_bytes{${container}}`]: "100x60",
      },
    },
    quietWhen: {
      "it has no limit": {
        series: {
          [`container_memory_working_set_bytes{${container}}`]: "5000x60",
          [`container_spec_memory_limit_bytes{${container}}`]: "0x60",
        },
      },
      "a short peak": {
        series: {
          [`container_memory_working_set_bytes{${container}}`]: "50x5 95x4 50x60",
          [`container_spec_memory_limit_bytes{${container}}`]: "100x90",
        },
      },
    },
  },
];

export const containers: RuleGroup = {
  name: "sightline-containers",
  dashboard: "sightline-stack",
  recordings,
  alerts,
};
