import type { DocumentItem } from "../signals/document";
import { documentItems as azureAiService } from "./azure-ai-service/document";
import { documentItems as loom } from "./loom/document";
import { documentItems as pharmacyCarePlan } from "./pharmacy-care-plan/document-items";
import { documentItems as selfRag } from "./self-rag/document";
import { documentItems as smartTg } from "./smart-tg/document";

/** What each application's own document says and what became of it, by the workload's name. */
export const documents: Readonly<Record<string, readonly DocumentItem[]>> = {
  "azure-ai-service": azureAiService,
  loom,
  "pharmacy-care-plan": pharmacyCarePlan,
  "self-rag": selfRag,
  "smart-tg": smartTg,
};
