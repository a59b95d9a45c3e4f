import type { DocumentItem } from "../../../signals/document";

/** Logs and traces: what this project doesn't have yet. */

const logs = "With logs, which come later.";
const traces = "With traces, which come later.";
const inside = "This is the application's own code. It shows where its logs are kept.";

export const laterItems: readonly DocumentItem[] = [
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
