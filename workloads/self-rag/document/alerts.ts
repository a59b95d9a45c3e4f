import type { DocumentItem } from "../../../signals/document";
import { proofs } from "./tests";

/** One row for the alert, with its labels, and one for its threshold and `for`. */
function alert(name: string, labels: string, threshold: string, note?: string): DocumentItem[] {
  return [
    { kind: "alert", item: `${name}: ${labels}`, here: name, test: proofs, ...(note !== undefined && { note }) },
    { kind: "threshold", item: `${name}: ${threshold}`, here: name, test: proofs },
  ];
}

const guarded = "With fewer events than that it says nothing:";

export const alertItems: readonly DocumentItem[] = [
  ...alert(
    "ServiceDown",
    "critical, team platform",
    "up is 0 for 1 min",
    "P0. It fires as well when there is no target any more, of which up == 0 says nothing. Of several instances, when " +
      "none answers: TargetDown, critical as well, says which one doesn't.",
  ),
  ...alert(
    "HighErrorRate",
    "warning, team platform",
    "5xx above 0.05 of the requests, over 5 min, for 2 min",
    `Both sides are summed: as written, each 5xx series is divided by itself. ${guarded} 20 requests.`,
  ),
  ...alert(
    "HighLatency",
    "warning, team platform",
    "p99 above 5 s, over 5 min, for 5 min",
    `Over all requests. ${guarded} 50 requests.`,
  ),
  ...alert("DatabaseConnectionsHigh", "warning, team platform", "more than 18 of 20 active for 2 min"),
  ...alert(
    "LLMCallFailureRate",
    "warning, team ai",
    "failures above 0.1 of the calls, over 10 min, for 5 min",
    `Both sides are summed by provider and model. ${guarded} 10 calls.`,
  ),
  ...alert(
    "DiskSpaceHigh",
    "warning, team infrastructure",
    "used above 0.8, without tmpfs, for 5 min",
    "Other file systems that hold no data, or are full by design, are left out as well, and those that are read-only.",
  ),
  ...alert("MemoryUsageHigh", "critical, team infrastructure", "used above 0.9 for 5 min"),
  ...alert(
    "VectorStoreOperationFailures",
    "warning, team platform",
    "above 0.1 errors a second, over 5 min, for 3 min",
    "The metric gets the status that the alert asks for. Errors of all operations and collections add up.",
  ),
  ...alert(
    "DocumentIngestionFailures",
    "warning, team platform",
    "above 0.05 failures a second, over 10 min, for 5 min",
    "Failures of all chunkers add up.",
  ),
  ...alert(
    "RetrievalOperationAnomalies",
    "warning, team ai",
    "p95 of /v1/retrieve above 10 s, over 10 min, for 5 min",
    `${guarded} 20 retrievals.`,
  ),
  ...alert(
    "TenantQuotaExceeded",
    "info, team business",
    "more than 1000 documents of a tenant for 1 min",
    "The knowledge bases of a tenant add up: as written, it was about a single one of them.",
  ),
  {
    kind: "other",
    item: "runbook_url of ServiceDown",
    here: "docs/runbooks/self-rag-service.md, and one for every other alert",
    test: proofs,
  },
];
