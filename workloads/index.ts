import type { Workload } from "../signals/workload";
import { azureAiService } from "./azure-ai-service";
import { loom } from "./loom";
import { pharmacyCarePlan } from "./pharmacy-care-plan";
import { smartTg } from "./smart-tg";
import { selfRag } from "./self-rag";

/** Every workload that Sightline ships, by the name that `sightline:workload` takes. */
export const workloads: Readonly<Record<string, Workload>> = {
  [loom.name]: loom,
  [pharmacyCarePlan.name]: pharmacyCarePlan,
  [azureAiService.name]: azureAiService,
  [smartTg.name]: smartTg,
  [selfRag.name]: selfRag,
};
