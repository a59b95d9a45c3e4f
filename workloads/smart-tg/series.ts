/** What bounds the labels: how many series the application may make, and the one value that alerts ask for. */

/** `account_id` is a label of four metrics. More accounts than this need a look at Prometheus' memory first. */
export const ACCOUNTS = 200;
/** Pairs of method and endpoint, ids replaced. The document's application has about half of that. */
export const ROUTES = 120;
/** Status codes that one route answers with. */
export const STATUS_CODES = 6;

/** The outcome of a red packet or an upload that didn't work, as it stands in the label `status`. */
export const FAILED = "failed";

/** Series of a histogram with so many label sets: each has its buckets, `+Inf`, a sum and a count. */
export function histogramSeries(labelSets: number, buckets: readonly number[]): number {
  return labelSets * (buckets.length + 3);
}
