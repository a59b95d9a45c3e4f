import type { DashboardSpec } from "../../../signals/dashboard";
import { errors } from "./errors";
import { health } from "./health";
import { latency } from "./latency";
import { saturation } from "./saturation";
import { traffic } from "./traffic";
import * as metric from "../metrics";

/** The four golden signals of the service, and what it stands on. */
export const overview: DashboardSpec = {
  uid: "self-rag",
  title: "RAG Pipeline - System Overview",
  description:
    "Is the RAG pipeline there, how much is asked of it, what fails, how long does it take, and what is left?",
  tags: ["sightline", "self-rag"],
  variables: [
    { name: "endpoint", label: "Endpoint", metric: metric.requests.name, labelName: "endpoint" },
    { name: "provider", label: "Provider of models", metric: metric.llmCalls.name, labelName: "provider" },
  ],
  rows: [health, traffic, errors, latency, saturation],
};
