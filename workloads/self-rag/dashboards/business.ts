import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { bars, graph, perSecond, stat } from "../../../signals/panels";
import { documentsOfTenant, ingestionFailures, vectorErrors } from "../content";
import * as metric from "../metrics";

const ofTenant = '{tenant_id=~"$tenant"}';
const ofBase = '{kb_id=~"$kb"}';
const ofBoth = '{tenant_id=~"$tenant", kb_id=~"$kb"}';

/** Each process tells the same numbers: of several the largest counts. */
const each = (name: string, labels: string, matchers: string) => `max by (${labels}) (${name}${matchers})`;

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Active Tenants",
      "short",
      `count(count by (tenant_id) (${metric.documents.name}))`,
      "Tenants that have documents (documents_total).",
      { width: 6 },
    ),
    stat(
      "Knowledge bases",
      "short",
      `sum(${each(metric.knowledgeBases.name, "tenant_id", ofTenant)})`,
      "Knowledge bases of the chosen tenants (knowledge_bases_total).",
      { width: 6 },
    ),
    stat(
      "Documents",
      "short",
      `sum(${each(metric.documents.name, "tenant_id, kb_id", ofBoth)})`,
      "Documents of the chosen tenants and knowledge bases (documents_total).",
      { width: 6 },
    ),
    stat(
      "Active API keys",
      "short",
      `sum(${each(metric.apiKeys.name, "tenant_id", ofTenant)})`,
      "API keys in use, of the chosen tenants (active_api_keys).",
      { width: 6 },
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Document Ingestion Rate",
      "cps",
      [perSecond(metric.ingestions, "{{status}}", "status")],
      "Documents taken in a second, by outcome (document_ingestion_total).",
      { stacked: true, decimals: 2 },
    ),
    graph(
      "Retrieval Operations",
      "ops",
      [perSecond(metric.retrievals, "{{retriever_type}}", "retriever_type", ofBase)],
      "Retrievals a second, by kind of retriever (retrieval_operations_total).",
      { stacked: true, decimals: 2 },
    ),
    graph(
      "Retrievals by knowledge base",
      "ops",
      [perSecond(metric.retrievals, "{{kb_id}}", "kb_id", ofBase)],
      "Retrievals a second, by knowledge base (retrieval_operations_total). What nobody asks for could go.",
      { stacked: true, decimals: 2 },
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "LLM Call Success Rate",
      "percentunit",
      [
        {
          expr: `sum by (provider, model) (rate(${metric.llmCalls.name}{status="success"}[$__rate_interval]))
/
sum by (provider, model) (rate(${metric.llmCalls.name}[$__rate_interval]))`,
          legend: "{{provider}} {{model}}",
        },
      ],
      "The share of the calls to a language model that succeed (llm_calls_total).",
      { max: 1 },
    ),
    graph(
      "Failed ingestion",
      "cps",
      [{ expr: ingestionFailures, legend: "failed documents" }],
      "Documents a second whose ingestion fails, over 10 minutes (document_ingestion_total).",
      { alerts: ["DocumentIngestionFailures"], decimals: 2 },
    ),
    graph(
      "Vector store errors",
      "cps",
      [{ expr: vectorErrors, legend: "failed operations" }],
      "Operations of the vector store a second that fail, over 5 minutes (vector_store_operations_total).",
      { alerts: ["VectorStoreOperationFailures"], decimals: 2 },
    ),
  ],
};

const business: RowSpec = {
  title: "Business",
  panels: [
    graph(
      "Documents by tenant",
      "short",
      [{ expr: documentsOfTenant, legend: "{{tenant_id}}" }],
      "Documents of each tenant in all its knowledge bases (documents_total). The line is the quota.",
      { alerts: ["TenantQuotaExceeded"] },
    ),
    graph(
      "Chunks by status",
      "short",
      [
        {
          expr: `sum by (status) (${each(metric.chunks.name, "tenant_id, kb_id, status", ofBoth)})`,
          legend: "{{status}}",
        },
      ],
      "Chunks by how far their indexing is (chunks_total). Pending ones that only grow: indexing stands still. Failed ones aren't found.",
      { stacked: true },
    ),
    graph(
      "Documents by knowledge base",
      "short",
      [{ expr: each(metric.documents.name, "tenant_id, kb_id", ofBoth), legend: "{{kb_id}} of {{tenant_id}}" }],
      "Documents of each knowledge base (documents_total).",
    ),
    bars(
      "API keys by tenant",
      "short",
      [{ expr: each(metric.apiKeys.name, "tenant_id", ofTenant), legend: "{{tenant_id}}", instant: true }],
      "API keys in use now, by tenant (active_api_keys).",
      { width: 12 },
    ),
    bars(
      "Knowledge bases by tenant",
      "short",
      [{ expr: each(metric.knowledgeBases.name, "tenant_id", ofTenant), legend: "{{tenant_id}}", instant: true }],
      "Knowledge bases now, by tenant (knowledge_bases_total).",
      { width: 12 },
    ),
  ],
};

/** What people do with it, and what they have in it. */
export const businessMetrics: DashboardSpec = {
  uid: "self-rag-business",
  title: "RAG Pipeline - Business Metrics",
  description: "Who uses the RAG pipeline, for what, how much is in it, and does that work?",
  tags: ["sightline", "self-rag"],
  variables: [
    { name: "tenant", label: "Tenant", metric: metric.documents.name, labelName: "tenant_id" },
    { name: "kb", label: "Knowledge base", metric: metric.documents.name, labelName: "kb_id" },
  ],
  rows: [health, traffic, errors, business],
};
