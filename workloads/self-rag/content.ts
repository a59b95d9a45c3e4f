import { scraped, selector } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as limit from "./thresholds";

/** What goes into the vector store, and how much of it a tenant has. */

export const vectorErrors = `sum(rate(${metric.vectorOperations.name}{status="error"}[5m]))`;
export const ingestionFailures = `sum(rate(${metric.ingestions.name}{status="failed"}[10m]))`;
/** Each process tells the same number of documents, so of several the largest counts, and only bases add up. */
export const documentsOfTenant = `sum by (tenant_id) (max by (tenant_id, kb_id) (${metric.documents.name}))`;

const failedSearches = (values: string) =>
  scraped(metric.vectorOperations, values, { operation: "search", collection: "kb_handbook", status: "error" });
const failedUpserts = (values: string) =>
  scraped(metric.vectorOperations, values, { operation: "upsert", collection: "kb_support", status: "error" });
const searches = scraped(metric.vectorOperations, "0+100x60", {
  operation: "search",
  collection: "kb_handbook",
  status: "success",
});

const failedDocuments = (values: string) =>
  scraped(metric.ingestions, values, { status: "failed", chunker_type: "recursive" });

const documents = (first: string, second: string, instance = "app:8000") =>
  Object.fromEntries(
    Object.entries({ handbook: first, support: second }).map(([kb_id, values]) => [
      selector(metric.documents.name, { tenant_id: "acme", kb_id, instance, job: "app" }),
      values,
    ]),
  );

const operations: readonly Alert[] = [
  {
    name: "VectorStoreOperationFailures",
    expr: vectorErrors,
    threshold: limit.VECTOR_STORE_ERRORS,
    for: "3m",
    severity: "warning",
    team: "platform",
    summary: "{{ $value | humanize }} operations of the vector store fail a second",
    description: "In the last 5 minutes {{ $value | humanize }} operations a second failed, over all collections.",
    source: "VectorStoreOperationFailures: above 0.1 errors a second for 3 min; warning, team platform",
    runbook: {
      impact: "Searches find nothing, and new documents aren't found later.",
      causes: [
        "Qdrant is down or restarts",
        "Its disk or memory is full",
        "A collection is missing or has another size",
      ],
      queries: [`sum by (operation, collection) (rate(${metric.vectorOperations.name}{status="error"}[5m]))`],
      steps: [
        "See on the dashboard which operation fails: all of them means that Qdrant isn't there.",
        "Ask Qdrant's /readyz, and read its log.",
        "Look at the disk and the memory of the machine.",
      ],
    },
    fires: { series: { ...failedSearches("0+4x60"), ...failedUpserts("0+4x60"), ...searches }, firesAt: "7m" },
    quiet: { series: { ...failedSearches("0+3x60"), ...failedUpserts("0+2.8x60"), ...searches } },
    quietWhen: {
      "a single burst": { series: failedSearches("0x10 8x60") },
      "all operations succeed": { series: searches },
    },
  },
  {
    name: "DocumentIngestionFailures",
    expr: ingestionFailures,
    threshold: limit.INGESTION_FAILURES,
    for: "5m",
    severity: "warning",
    team: "platform",
    summary: "{{ $value | humanize }} documents fail to be taken in a second",
    description: "In the last 10 minutes the ingestion of {{ $value | humanize }} documents a second failed.",
    source: "DocumentIngestionFailures: above 0.05 failures a second for 5 min; warning, team platform",
    runbook: {
      impact: "These documents are not found. Somebody has to send them again.",
      causes: [
        "Documents of a kind that can't be read",
        "The embedding model fails",
        "The vector store or the database fails",
      ],
      queries: [`sum by (status, chunker_type) (rate(${metric.ingestions.name}[10m]))`],
      steps: [
        "See whether one kind of chunker fails or all.",
        "Compare with the failures of the embedding model and of the vector store.",
        "When the cause is mended, send the failed documents again.",
      ],
    },
    fires: { series: failedDocuments("0+4x60"), firesAt: "13m" },
    quiet: { series: failedDocuments("0+2.8x60") },
    quietWhen: { "a single bad batch": { series: failedDocuments("0x10 25x60") } },
  },
];

const quota: Alert = {
  name: "TenantQuotaExceeded",
  expr: documentsOfTenant,
  threshold: limit.DOCUMENTS_OF_TENANT,
  for: "1m",
  severity: "info",
  team: "business",
  summary: "Tenant {{ $labels.tenant_id }} has {{ $value }} documents",
  description: `Tenant {{ $labels.tenant_id }} has more than ${limit.DOCUMENTS_OF_TENANT} documents in all its knowledge bases.`,
  source: "TenantQuotaExceeded: more than 1000 documents for 1 min; info, team business",
  runbook: {
    impact: "None for the others. The tenant uses more than its plan has.",
    causes: ["The tenant grew", "The same documents were sent several times", "Old versions are not deleted"],
    queries: [`max by (tenant_id, kb_id) (${metric.documents.name})`],
    steps: [
      "See on the dashboard which knowledge base grew, and since when.",
      "Ask the tenant whether it is meant; offer the larger plan, or help to clear up.",
    ],
  },
  fires: { series: documents("600x60", "450x60"), firesAt: "1m", labels: { tenant_id: "acme" } },
  quiet: { series: documents("600x60", "390x60") },
  quietWhen: {
    "two processes tell the same": {
      series: { ...documents("600x60", "390x60"), ...documents("600x60", "390x60", "app-2:8000") },
    },
    "a short peak": { series: documents("600x5 800 600x60", "390x60") },
  },
};

export const content: RuleGroup = { name: "self-rag-content", dashboard: "self-rag-business", alerts: operations };
export const business: RuleGroup = { name: "self-rag-business", dashboard: "self-rag-business", alerts: [quota] };
