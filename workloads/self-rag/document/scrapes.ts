import type { DocumentItem } from "../../../signals/document";
import { stack, unit } from "./tests";

const every30 = (job: string, here: string, note?: string): DocumentItem => ({
  kind: "interval",
  item: `job ${job} every 30 s`,
  here: `defaults.prometheus.jobIntervals.${here}`,
  test: stack,
  ...(note !== undefined && { note }),
});

/** How Prometheus is told to scrape. */
export const scrapeItems: readonly DocumentItem[] = [
  {
    kind: "interval",
    item: "scrape_interval 15 s",
    here: "defaults.prometheus.scrapeIntervalSeconds",
    test: stack,
    note: "Of every job that has none of its own.",
  },
  {
    kind: "interval",
    item: "evaluation_interval 15 s",
    here: "defaults.prometheus.evaluationIntervalSeconds",
    test: stack,
  },
  every30("rag-pipeline-api", "app", "Here the job is called app, in every stack."),
  {
    kind: "interval",
    item: "scrape_timeout 10 s of rag-pipeline-api",
    here: "job app: scrape_timeout 10s",
    test: stack,
  },
  every30("qdrant", "qdrant"),
  every30("postgres", "postgres-exporter", "Here the job is called postgres-exporter."),
  every30("redis", "redis-exporter", "Here the job is called redis-exporter."),
  every30("node", "node-exporter", "Here the job is called node-exporter."),
  { kind: "endpoint", item: "api:8020/metrics", here: "defaults.app.port, app.metricsPath", test: stack },
  {
    kind: "endpoint",
    item: "qdrant:6333/metrics",
    here: "job qdrant",
    test: stack,
    note: "Where Qdrant's image can be had; it can't be built from packages. The job is left out with it, and up says so.",
  },
  { kind: "endpoint", item: "postgres-exporter:9187", here: "job postgres-exporter", test: stack },
  { kind: "endpoint", item: "redis-exporter:9121", here: "job redis-exporter", test: stack },
  { kind: "endpoint", item: "node-exporter:9100", here: "job node-exporter", test: stack },
  { kind: "endpoint", item: "alertmanager:9093", here: "alerting of prometheus.yml", test: stack },
  {
    kind: "other",
    item: "rule file alert_rules.yml",
    here: "one rule file for each group, self-rag-*.yaml",
    test: unit,
  },
  {
    kind: "other",
    item: "the application's code that makes the metrics: decorators and middleware",
    here: "the demo application speaks the contract",
    test: unit,
    note: "The code of the application itself is no part of the monitoring.",
  },
];
