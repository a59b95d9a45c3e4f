import type { DocumentItem } from "../../../signals/document";
import { unit } from "./tests";

const panel = (dashboard: string, title: string, note?: string): DocumentItem => ({
  kind: "panel",
  item: `${title}, in ${dashboard}`,
  here: title,
  test: unit,
  ...(note !== undefined && { note }),
});

const overview = "RAG Pipeline - System Overview";
const business = "RAG Pipeline - Business Metrics";
const summed = "Summed, so that a share is one of all.";

export const dashboardItems: readonly DocumentItem[] = [
  { kind: "dashboard", item: overview, here: overview, test: unit },
  panel(overview, "Service Status", "It says so as well when there is no target any more."),
  panel(overview, "Request Rate", "By method and endpoint; the status codes have a panel of their own."),
  panel(overview, "Response Time", "Median, p95 and p99, over all requests."),
  panel(overview, "Error Rate", summed),
  { kind: "dashboard", item: business, here: business, test: unit },
  panel(business, "Active Tenants"),
  panel(business, "Document Ingestion Rate"),
  panel(business, "Retrieval Operations"),
  panel(business, "LLM Call Success Rate", summed),
];
