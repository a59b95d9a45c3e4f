import { counter, gauge, histogram } from "../../signals/metrics";
import type { Alert } from "../../signals/rules";
import type { Workload } from "../../signals/workload";

/** An alert without a fault, over the metrics of `workload`. */
export const alert: Alert = {
  name: "TooManyFailures",
  expr: "sum by (source) (rate(orders_failed_total[5m]))",
  threshold: 1,
  guard: "on (source) sum by (source) (rate(orders_failed_total[1h])) > 0",
  for: "5m",
  severity: "warning",
  summary: "Orders of {{ $labels.source }} fail",
  description: "{{ $value | humanize }} a second.",
  runbook: { impact: "Orders are lost.", causes: ["The shop is down."], steps: ["Start it."] },
  fires: { series: { 'orders_failed_total{source="web"}': "0+120x60" }, firesAt: "10m" },
  quiet: { series: { 'orders_failed_total{source="web"}': "0+1x60" } },
};

/** A small application without a fault. */
export const workload: Workload = {
  name: "web-shop",
  title: "Web shop",
  description: "Takes orders.",
  metrics: [
    counter("orders_failed_total", { help: "Failed.", labels: { source: ["web"] }, from: "worker", statsd: "failed" }),
    gauge("queue_length", { help: "Waiting.", from: "app" }),
    histogram("order_duration_seconds", { help: "Duration.", buckets: [0.5, 1, 2], from: "app" }),
  ],
  rules: [
    {
      name: "web-shop",
      dashboard: "web-shop",
      recordings: [
        {
          record: "source:failures:rate5m",
          expr: "sum by (source) (rate(orders_failed_total[5m]))",
          help: "Failures.",
        },
      ],
      alerts: [
        alert,
        {
          ...alert,
          name: "Slow",
          expr: "histogram_quantile(0.95, sum by (le) (rate(order_duration_seconds_bucket[5m])))",
          histogram: "order_duration_seconds",
          guard: undefined,
          summary: "Slow",
          description: "It takes {{ $value | humanizeDuration }}.",
          fires: { series: { 'order_duration_seconds_bucket{le="+Inf"}': "1" }, firesAt: "1m" },
          quiet: { series: { 'order_duration_seconds_bucket{le="+Inf"}': "1" } },
        },
      ],
    },
  ],
  dashboards: [
    {
      uid: "web-shop",
      title: "Web shop",
      description: "All of it.",
      tags: [],
      refresh: "30s",
      variables: [{ name: "source", label: "Source", metric: "orders_failed_total", labelName: "source" }],
      rows: [
        {
          title: "Orders",
          panels: [
            {
              title: "Failures",
              description: "Failed orders.",
              kind: "timeseries",
              unit: "cps",
              queries: [
                {
                  expr: 'sum by (source) (rate(orders_failed_total{source=~"$source"}[$__rate_interval]))',
                  legend: "{{source}}",
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  documentMetrics: { order_failures: "orders_failed_total", failure_rate: "source:failures:rate5m" },
};
