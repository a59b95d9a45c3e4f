/** How much a dashboard may show before it's too much to read. */
export interface Limits {
  /** Of a dashboard, repeats counted. Above it nobody looks to the end, and each refresh asks hundreds of queries. */
  readonly panels: number;
  /** Of a panel, by its type: lines, numbers, gauges; of a table, lines. */
  readonly series: Readonly<Record<string, number>>;
}

export const defaultLimits: Limits = {
  panels: 100,
  series: { timeseries: 50, stat: 20, gauge: 20, bargauge: 20, table: 200 },
};
