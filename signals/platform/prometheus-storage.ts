import { increaseOf } from "../expressions";
import { selector } from "../proofs";
import type { Alert } from "../rules";
import { level, prometheus } from "./proof";

/** Prometheus' database: does it take all samples, and keep them for as long as it should? */

const DAY = 86_400;
const of = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  selector(name, { ...prometheus, ...labels });

export const storageBytes =
  "prometheus_tsdb_storage_blocks_bytes + prometheus_tsdb_wal_storage_size_bytes + prometheus_tsdb_head_chunks_storage_size_bytes";
export const storageShare = `(${storageBytes}) / (prometheus_tsdb_retention_limit_bytes > 0)`;
export const samplesRejected = `increase(prometheus_target_scrapes_sample_out_of_order_total[5m])
+ increase(prometheus_target_scrapes_sample_duplicate_timestamp_total[5m])
+ increase(prometheus_target_scrapes_sample_out_of_bounds_total[5m])`;
const failures = [
  "compactions_failed",
  "head_truncations_failed",
  "checkpoint_creations_failed",
  "checkpoint_deletions_failed",
  "wal_truncations_failed",
  "wal_writes_failed",
  "reloads_failures",
].map((what) => `prometheus_tsdb_${what}_total`);
/** Whole ones: an increase is a little more where a part of the hour is missing. */
export const storageFailures = `floor(\n  ${failures.map((name) => `increase(${name}[1h])`).join("\n  + ")}\n)`;
export const walCorruptions = increaseOf("prometheus_tsdb_wal_corruptions_total", "1h");
export const appended = "sum without (type) (rate(prometheus_tsdb_head_samples_appended_total[5m]))";

export const prometheusStorage: readonly Alert[] = [
  level({
    name: "PrometheusSamplesRejected",
    expr: samplesRejected,
    threshold: 50,
    for: "10m",
    severity: "warning",
    summary: "Prometheus throws samples away",
    description: "{{ $value | humanize }} samples in 5 minutes came twice, or out of their order.",
    runbook: {
      impact: "Some series have gaps or wrong values.",
      causes: [
        "Two targets emit the same series, by honour_labels or relabelling",
        "A target sends its own timestamps, and its clock is wrong",
      ],
      steps: ["Prometheus' log names the target.", "See NodeClockSkewed.", "Give the targets different labels."],
    },
    series: (at) => ({
      [of("prometheus_target_scrapes_sample_out_of_order_total")]: at.counter((all) => all / 5),
      [of("prometheus_target_scrapes_sample_duplicate_timestamp_total")]: "7x90",
      [of("prometheus_target_scrapes_sample_out_of_bounds_total")]: "0x90",
    }),
    settles: 4,
    labels: prometheus,
  }),
  {
    name: "PrometheusStorageFailing",
    expr: storageFailures,
    // Once is tried again.
    threshold: 2,
    severity: "warning",
    summary: "Prometheus' database has trouble with its disk",
    description: "{{ $value | humanize }} times in the last hour, a block or the log couldn't be written or read.",
    runbook: {
      impact: "None yet; memory and disk grow, and what isn't compacted may be lost at a restart.",
      causes: ["The disk is full or broken", "A damaged block"],
      steps: [
        "Prometheus' log has the error and the block.",
        "Make room on its volume.",
        "Move a damaged block out of the data folder; its 2 hours are lost.",
      ],
    },
    fires: { series: failing("0x10 1+1x2 3x90"), firesAt: "13m", firesUntil: "69m", labels: prometheus },
    quiet: { series: failing("0x10 1 2x60") },
  },
  {
    name: "PrometheusWalCorrupted",
    expr: walCorruptions,
    threshold: 0,
    severity: "critical",
    summary: "Prometheus' write-ahead log was damaged",
    description: "{{ $value }} damages were found in the last hour, and cut off.",
    runbook: {
      impact: "Up to 2 hours of samples from before the restart may be missing.",
      causes: ["The machine or container was killed while it wrote", "A broken disk"],
      steps: [
        "Prometheus' log says how much was lost.",
        "dmesg tells of a broken disk.",
        "Give it time to stop: 60 s.",
      ],
    },
    fires: {
      // Found while it reads its log, so the counter is there from the first scrape on.
      series: {
        [of("up")]: "_x5 1x90",
        [of("process_start_time_seconds")]: "_x5 290x90",
        [of("prometheus_tsdb_wal_corruptions_total")]: "_x5 1x90",
      },
      firesAt: "5m",
      // An hour after the start.
      firesUntil: "64m",
    },
    quiet: {
      series: {
        [of("up")]: "1x90",
        [of("process_start_time_seconds")]: "-90000x90",
        [of("prometheus_tsdb_wal_corruptions_total")]: "1x90",
      },
    },
  },
  level({
    name: "PrometheusStorageNearLimit",
    expr: storageShare,
    threshold: 0.9,
    // Where the blocks are already as old as they shall get, the room is enough.
    guard: "time() - prometheus_tsdb_lowest_timestamp_seconds < 0.8 * (prometheus_tsdb_retention_limit_seconds > 0)",
    for: "1h",
    severity: "warning",
    priority: "P3",
    summary: "Prometheus will forget samples sooner than it should",
    description:
      "{{ $value | humanizePercentage }} of the room for samples is taken, and the oldest are younger than four fifths of " +
      "the retention.",
    runbook: {
      impact:
        "The oldest samples are deleted for want of room: dashboards and SLOs over a long time have less to look at.",
      causes: ["More series than were planned for", "A retention in GiB that is too small for the one in days"],
      steps: [
        "See the growth of series by job on the capacity dashboard.",
        "Raise prometheus.retentionGiB and its volume, or shorten prometheus.retention.",
      ],
    },
    series: (at) => ({
      [of("prometheus_tsdb_storage_blocks_bytes")]: at.gauge((share) => 9e9 * share),
      [of("prometheus_tsdb_wal_storage_size_bytes")]: at.gauge((share) => 5e8 * share),
      [of("prometheus_tsdb_head_chunks_storage_size_bytes")]: at.gauge((share) => 5e8 * share),
      ...history(5),
    }),
    labels: prometheus,
    quietWhen: {
      "it keeps all that it should": {
        series: {
          [of("prometheus_tsdb_storage_blocks_bytes")]: "9.9e9x120",
          [of("prometheus_tsdb_wal_storage_size_bytes")]: "0x120",
          [of("prometheus_tsdb_head_chunks_storage_size_bytes")]: "0x120",
          ...history(14),
        },
      },
    },
  }),
  level({
    name: "PrometheusNotIngesting",
    expr: appended,
    op: "<",
    threshold: 1,
    for: "10m",
    severity: "critical",
    priority: "P0",
    summary: "Prometheus stores next to nothing",
    description: "{{ $labels.instance }} has stored {{ $value | humanize }} samples a second for 10 minutes.",
    runbook: {
      impact: "Nothing is watched. One Prometheus alone may not even be able to tell: the missing Watchdog does.",
      causes: ["Its disk is full or read-only", "It has no targets"],
      steps: ["Read Prometheus' log.", "Look at the room on its volume.", "Open Status, Target health."],
    },
    series: (at) => ({
      [of("prometheus_tsdb_head_samples_appended_total", { type: "float" })]: at.counter((rate) => 60 * rate),
    }),
    window: 5,
    labels: prometheus,
    gaps: { "no traffic": "fires" },
  }),
];

/** The first of them fails, the others never did. */
function failing(values: string) {
  return Object.fromEntries(failures.map((name, i) => [of(name), i === 0 ? values : "0x90"]));
}

/** The oldest sample is so many days old, of 15 that are kept. */
function history(days: number) {
  return {
    [of("prometheus_tsdb_lowest_timestamp_seconds")]: `${-days * DAY}x120`,
    [of("prometheus_tsdb_retention_limit_seconds")]: `${15 * DAY}x120`,
    [of("prometheus_tsdb_retention_limit_bytes")]: `10000000000x120`,
  };
}
