import type { Workload } from "../../signals/workload";
import { ai } from "./ai";
import { capacity } from "./capacity";
import { business, content } from "./content";
import { businessMetrics } from "./dashboards/business";
import { capacityPlanning } from "./dashboards/capacity";
import { overview } from "./dashboards/overview";
import { defaults } from "./defaults";
import { documentMetrics } from "./document-metrics";
import { infrastructure } from "./infrastructure";
import { metrics } from "./metrics";
import { service } from "./service";
import { slos } from "./slos";

/** A UUID in a path, the last one of several: each is taken in a step of its own. */
const uuid = "(.*)/[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(/.*)?";

/**
 * Without `spend`: its calls to language models are counted, but neither their tokens nor their cost, so nothing could
 * be derived.
 */
export const selfRag: Workload = {
  name: "self-rag",
  title: "Self-RAG Pipeline",
  description:
    "A FastAPI service that answers questions from documents, with Qdrant, Postgres, Redis and language models.",
  metrics,
  rules: [service, ai, content, infrastructure, business, capacity],
  dashboards: [overview, businessMetrics, capacityPlanning],
  slos,
  defaults,
  // Its middleware labels requests with their path as it is, ids of knowledge bases and documents included.
  normalise: [{ label: "endpoint", regex: uuid, replacement: "$1/{id}$2" }],
  documentMetrics,
};
