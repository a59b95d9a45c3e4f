import type { Workload } from "../../signals/workload";
import { cost, errors } from "./alerts";
import { dashboard } from "./dashboard";
import { defaults } from "./defaults";
import { documentMetrics } from "./document";
import { metrics } from "./metrics";
import { slos } from "./slos";
import { spend } from "./spend";

export const azureAiService: Workload = {
  name: "azure-ai-service",
  title: "AI Service",
  description: "A service that calls models of Azure OpenAI, for chats and in batches.",
  metrics,
  rules: [cost, errors],
  dashboards: [dashboard],
  slos,
  spend,
  defaults,
  documentMetrics,
};
