import type { RuleGroup } from "../rules";
import { storageBytes } from "./prometheus-storage";

/** What is asked for over weeks: summed up before, so that a panel reads a few series and not thousands. */

export const headSeries = "stack:head_series:max";
export const headSeriesInAWeek = "stack:head_series_in_a_week:max";
export const samplesStored = "stack:samples_stored:rate5m";
export const samplesByJob = "job:scrape_samples:sum";
export const prometheusStorage = "stack:prometheus_storage:bytes";
export const containerCores = "stack:container_cpu:cores_rate5m";
export const containerBytes = "stack:container_memory:bytes";
export const databaseBytes = "instance:postgres_size:bytes";

/**
 * Once a minute: of 15 s, that is a quarter of the samples. At 5 minutes a series would be just about to be taken for
 * gone, and a new stack would show nothing for as long.
 */
export const capacity: RuleGroup = {
  name: "sightline-capacity",
  dashboard: "sightline-capacity",
  interval: "1m",
  recordings: [
    {
      record: headSeries,
      expr: "max(prometheus_tsdb_head_series)",
      help: "Series that Prometheus has in memory.",
    },
    {
      record: headSeriesInAWeek,
      // A new stack gets all its series in its first minutes: that goes on for no week.
      expr: `clamp_min(predict_linear(${headSeries}[1d], ${7 * 86_400}), 0) and ${headSeries} offset 12h\nor\n${headSeries}`,
      help: "Series that Prometheus will have in a week, if they grow as in the last day; else the present ones.",
    },
    {
      record: samplesStored,
      expr: "max(sum without (type) (rate(prometheus_tsdb_head_samples_appended_total[5m])))",
      help: "Samples that Prometheus stores a second.",
    },
    {
      record: samplesByJob,
      expr: "sum by (job) (scrape_samples_post_metric_relabeling)",
      help: "Samples of one scrape of all targets of a job, which is its number of series.",
    },
    {
      record: prometheusStorage,
      expr: `max(${storageBytes})`,
      help: "What Prometheus takes on its disk: blocks, log and head.",
    },
    {
      record: containerCores,
      expr: 'sum(rate(container_cpu_usage_seconds_total{name!=""}[5m]))',
      help: "Cores that all containers use.",
    },
    {
      record: containerBytes,
      expr: 'sum(max by (name) (container_memory_working_set_bytes{name!=""}))',
      help: "Memory that all containers use and can't give back.",
    },
    {
      record: databaseBytes,
      expr: "sum by (instance) (pg_database_size_bytes)",
      help: "What all databases of a Postgres take on its disk, the write-ahead log excluded.",
    },
  ],
};
