import type { DocumentItem } from "../../../signals/document";
import { stack, unit } from "./tests";

/** Who is told of an alert, logs and traces: what this project doesn't have yet. */

const delivery = "With the delivery of alerts, which comes later. The labels that it is routed by are there.";
const logs = "With logs, which come later.";
const traces = "With traces, which come later.";
const inside = "This is the application's own code. It shows where its logs are kept.";

const route = (item: string, here?: string): DocumentItem => ({
  kind: "route",
  item,
  note: delivery,
  ...(here !== undefined && { here, test: unit }),
});

export const laterItems: readonly DocumentItem[] = [
  route("SMTP server and sender of mails"),
  route("grouped by alertname and severity, group_wait 10 s, repeat_interval 1 h"),
  {
    kind: "route",
    item: "group_interval 10 s",
    note: "Not taken: a message every 10 s is the alert fatigue that the document warns of. Its levels P0 to P3 are taken in its place.",
  },
  route("severity critical to critical-alerts", "label severity"),
  route("team ai to ai-team", "label team"),
  route("team platform to platform-team", "label team"),
  route("default receiver: mail to on-call"),
  route("critical-alerts: mail to on-call, Slack #alerts-critical"),
  route("ai-team: Slack #ai-team"),
  route("platform-team: Slack #platform-team"),
  {
    kind: "route",
    item: "inhibition: critical mutes warning of the same alertname and instance",
    here: "inhibit_rules of signals/delivery",
    test: stack,
    note: "In every stack already.",
  },
  { kind: "log", item: "JSON logs: timestamp, level, logger, message, exception", note: logs },
  { kind: "log", item: "log fields request_id, tenant_id, user_id, duration_ms and free ones", note: logs },
  { kind: "log", item: "log levels of libraries: uvicorn, sqlalchemy.engine, qdrant_client", note: inside },
  { kind: "log", item: "log context manager", note: inside },
  { kind: "log", item: "Elasticsearch 8.11, one node, 512 MB, port 9200", note: logs },
  { kind: "log", item: "Kibana 8.11, port 5601", note: logs },
  { kind: "log", item: "Filebeat 8.11 over the containers' logs, JSON decoded", note: logs },
  { kind: "log", item: "index rag-pipeline-<day>, 1 shard, no replica", note: logs },
  { kind: "log", item: "Loki with Promtail: containers' logs by stream and container_name", note: logs },
  { kind: "log", item: "slow query log: over 1 s", note: logs },
  { kind: "log", item: "log of calls outside: service, method, url, status, duration, size", note: logs },
  { kind: "trace", item: "spans with attributes and durations (trace_async, trace_sync)", note: traces },
  { kind: "trace", item: "spans document_ingestion and retrieval_operation", note: traces },
];
