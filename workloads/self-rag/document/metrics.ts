import type { DocumentItem } from "../../../signals/document";
import * as metric from "../metrics";
import { documentMetrics } from "../document-metrics";
import { unit } from "./tests";

/** What was made of a metric where it isn't just as the document has it. */
const notes: Readonly<Record<string, string>> = {
  [metric.vectorOperations.name]: "Declared with a status as well: the document's own alert asks for it.",
  [metric.requests.name]:
    "The document's middleware labels with the path as it is; ids in it are made {id} before they're stored.",
  [metric.requestDuration.name]: "Its buckets have 2, 5 and 10 s, which objectives and alerts compare with.",
  [metric.llmCalls.name]: "Without tokens or cost, so that nothing can be said of spend.",
};

const word = { counter: "counter", gauge: "gauge", histogram: "histogram" } as const;

/** The three tables of metrics: 9 of the business, 6 of services outside, 7 of resources. */
export const metricItems: readonly DocumentItem[] = Object.values(documentMetrics).map((name) => {
  const { type, labels } = metric.metrics.find((each) => each.name === name)!;
  const asked = Object.keys(labels).filter((label) => name !== metric.vectorOperations.name || label !== "status");
  return {
    kind: "metric",
    item: `${name}, ${word[type]}${asked.length > 0 ? `, by ${asked.join(", ")}` : ""}`,
    here: name,
    test: unit,
    ...(notes[name] !== undefined && { note: notes[name] }),
  };
});
