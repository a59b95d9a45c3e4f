import type { Workload } from "../../signals/workload";
import { business } from "./business";
import { businessInsight } from "./dashboards/business";
import { llm as llmPerformance } from "./dashboards/llm";
import { overview } from "./dashboards/overview";
import { system } from "./dashboards/system";
import { defaults } from "./defaults";
import { documentMetrics } from "./document";
import { llm } from "./llm";
import { metrics } from "./metrics";
import { service } from "./service";
import { slos } from "./slos";
import { spend } from "./spend";
import { trends } from "./trends";

export const loom: Workload = {
  name: "loom",
  title: "LOOM",
  description: "A service that writes narratives with language models, and checks them against rules.",
  metrics,
  rules: [service, llm, business, trends],
  dashboards: [overview, llmPerformance, businessInsight, system],
  slos,
  spend,
  defaults,
  normalise: [
    // Numbers and UUIDs in a path would be a series each.
    { label: "endpoint", regex: "(.+)/(?:[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27})(/.*)?", replacement: "$1/{id}$2" },
  ],
  documentMetrics,
};
