import type { DashboardSpec, PanelSpec, RowSpec } from "../../dashboard";
import { graph, stat } from "../../panels";
import * as recorded from "../capacity";
import { cpuUsed, memoryUsed } from "../node";
import { diskTimeLeft, diskUsed } from "../node-disks";
import { connectionShare } from "../postgres";
import { queueInAnHour, queueLength } from "../queues";
import { redisMemoryShare } from "../redis";

const health: readonly PanelSpec[] = [
  stat("Series", "short", recorded.headSeries, "In Prometheus' memory; about 4 KiB each."),
  stat("Series in a week", "short", recorded.headSeriesInAWeek, seriesInAWeek()),
  stat("Next disk full in", "s", `min(${diskTimeLeft})`, "As in the last 6 hours; 30 days are 30 or more."),
  stat("Fullest disk", "percentunit", `max(${diskUsed})`, "Used space over the size."),
  stat("Connections taken", "percentunit", `max(${connectionShare})`, "Of those that Postgres has for applications."),
  stat("Redis' memory", "percentunit", `max(${redisMemoryShare})`, "Of its maxmemory."),
];

function seriesInAWeek(): string {
  return "If they grow as in the last day. Until there is half a day to go by, what there is now.";
}

const traffic: readonly PanelSpec[] = [
  graph(
    "Growth of series",
    "short",
    [
      { expr: recorded.headSeries, legend: "now" },
      { expr: recorded.headSeriesInAWeek, legend: "in a week" },
    ],
    seriesInAWeek(),
  ),
  graph(
    "Series by job",
    "short",
    [{ expr: recorded.samplesByJob, legend: "{{job}}" }],
    "Samples of one scrape. A steady rise is a label whose values never end.",
    { stacked: true },
  ),
  graph(
    "Samples stored",
    "cps",
    [{ expr: recorded.samplesStored, legend: "samples" }],
    "Each takes one to two bytes on the disk.",
  ),
];

const storage: readonly PanelSpec[] = [
  graph(
    "Prometheus' storage",
    "bytes",
    [
      { expr: recorded.prometheusStorage, legend: "used" },
      { expr: "max(prometheus_tsdb_retention_limit_bytes)", legend: "limit" },
    ],
    "At the limit the oldest samples go.",
  ),
  graph("Disks", "percentunit", [{ expr: diskUsed, legend: "{{device}}" }], "Used space over the size.", { max: 1 }),
  graph(
    "Disks full in",
    "s",
    [{ expr: diskTimeLeft, legend: "{{device}}" }],
    "As in the last 6 hours; 30 days are 30 or more.",
  ),
];

const machine: readonly PanelSpec[] = [
  graph("CPU of the machine", "percentunit", [{ expr: cpuUsed, legend: "{{instance}}" }], "Of all processors.", {
    max: 1,
  }),
  graph(
    "Memory of the machine",
    "percentunit",
    [{ expr: memoryUsed, legend: "{{instance}}" }],
    "What can't be given away at once.",
    { max: 1 },
  ),
  graph(
    "CPU of all containers",
    "short",
    [{ expr: recorded.containerCores, legend: "cores" }],
    "In cores. The machine's others are not the stack's.",
    { decimals: 2 },
  ),
  graph(
    "Memory of all containers",
    "bytes",
    [{ expr: recorded.containerBytes, legend: "used" }],
    "What they can't give back.",
  ),
];

const stores: readonly PanelSpec[] = [
  graph(
    "Postgres' connections",
    "percentunit",
    [{ expr: connectionShare, legend: "{{instance}}" }],
    "Of those that an application can have.",
  ),
  graph("Size of Postgres", "bytes", [{ expr: recorded.databaseBytes, legend: "{{instance}}" }], "All databases."),
  graph(
    "Redis' memory over maxmemory",
    "percentunit",
    [{ expr: redisMemoryShare, legend: "{{instance}}" }],
    "At 100 % a queue refuses new work.",
  ),
];

const queues: readonly PanelSpec[] = [
  graph("Queues", "short", [{ expr: queueLength, legend: "{{queue}}" }], "Tasks that wait.", {
    alerts: ["QueueNeverEmpty"],
    width: 12,
    decimals: 0,
  }),
  graph(
    "Queues in an hour",
    "short",
    [{ expr: queueInAnHour, legend: "{{queue}}" }],
    "If they grow as in the last half hour; below 0 they are empty before.",
    { alerts: ["QueueGrows"], width: 12, decimals: 0 },
  ),
];

/** How long will it last? Of weeks, so it asks for what was recorded. */
export function capacityDashboard(hasQueues: boolean): DashboardSpec {
  const rows: RowSpec[] = [
    { title: "Health", panels: health },
    { title: "Traffic", panels: traffic },
    { title: "Saturation: storage", panels: storage },
    { title: "Saturation: machine", panels: machine.map((panel) => ({ ...panel, width: 6 })) },
    { title: "Saturation: stores", panels: stores },
    ...(hasQueues ? [{ title: "Saturation: queues", panels: queues }] : []),
  ];
  return {
    uid: "sightline-capacity",
    title: "Sightline: capacity",
    description: "What grows, how fast, and how long there is room for it.",
    tags: ["sightline"],
    variables: [],
    rows,
    from: "now-7d",
    refresh: "5m",
  };
}
