import { counter, gauge } from "../../signals/metrics";

/** What people do with the application: tenants, their knowledge bases, and what is in those. */

const tenant_id = ["acme", "globex"];
const kb_id = ["handbook", "support"];
// Quarters, so that numbers of documents stay whole.
const tenantShares = { acme: 0.75, globex: 0.25 };
const baseShares = { handbook: 0.75, support: 0.25 };

/** Room for as many tenants, and knowledge bases of all of them. */
const TENANTS = 200;
const BASES = 1000;

export const retrievals = counter("retrieval_operations_total", {
  help: "Retrievals, by kind of retriever and knowledge base.",
  labels: { retriever_type: ["hybrid", "dense", "bm25"], kb_id },
  from: "app",
  maxSeries: BASES * 3,
  demo: { typical: 60 },
});

export const ingestions = counter("document_ingestion_total", {
  help: "Documents that were taken in, by outcome and kind of chunker.",
  labels: { status: ["completed", "failed"], chunker_type: ["recursive", "sliding_window"] },
  from: "app",
  maxSeries: 20,
  demo: {
    typical: 12,
    shares: { status: { completed: 0.99, failed: 0.01 } },
    sharesDuring: {
      errors: { status: { completed: 0.4, failed: 0.6 } },
      "connection-loss": { status: { completed: 0.2, failed: 0.8 } },
    },
  },
});

export const apiKeys = gauge("active_api_keys", {
  help: "API keys in use, by tenant.",
  labels: { tenant_id },
  from: "app",
  maxSeries: TENANTS,
  demo: { typical: 12, steady: true, shares: { tenant_id: tenantShares } },
});

export const knowledgeBases = gauge("knowledge_bases_total", {
  help: "Knowledge bases, by tenant.",
  labels: { tenant_id },
  from: "app",
  maxSeries: TENANTS,
  demo: { typical: 4, steady: true, shares: { tenant_id: { acme: 0.5, globex: 0.5 } } },
});

export const documents = gauge("documents_total", {
  help: "Documents, by tenant and knowledge base.",
  labels: { tenant_id, kb_id },
  from: "app",
  maxSeries: BASES,
  // Of the larger tenant 300, and 3000 while there are too many.
  demo: {
    typical: 400,
    steady: true,
    shares: { tenant_id: tenantShares, kb_id: baseShares },
    during: { overload: 4000 },
  },
});

export const chunks = gauge("chunks_total", {
  help: "Chunks of documents, by tenant, knowledge base and how far their indexing is.",
  labels: { tenant_id, kb_id, status: ["indexed", "pending", "failed"] },
  from: "app",
  maxSeries: BASES * 3,
  demo: {
    typical: 10_000,
    steady: true,
    shares: {
      tenant_id: tenantShares,
      kb_id: baseShares,
      status: { indexed: 0.98, pending: 0.015, failed: 0.005 },
    },
    sharesDuring: { errors: { status: { indexed: 0.85, pending: 0.05, failed: 0.1 } } },
    during: { overload: 100_000 },
  },
});
