/** Tells before a scrape is refused for its size, and when a metric has more series than its contract allows. */
import { budgetOf, seriesOfOne } from "./cardinality";
import type { DashboardSpec, PanelSpec } from "./dashboard";
import type { Metric } from "./metrics";
import { graph } from "./panels";
import type { Alert, RuleGroup } from "./rules";

/** Over a job's limit Prometheus refuses the whole scrape, so there must be time to act before. */
const share = "scrape_samples_post_metric_relabeling / (scrape_sample_limit > 0)";

const app = { instance: "app:8000", job: "app" };
const ofApp = (name: string, more = "") => `${name}{instance="app:8000", job="app"${more}}`;
const limit = { [ofApp("scrape_sample_limit")]: "1000x60" };

const nearLimit: Alert = {
  name: "ScrapeSamplesNearLimit",
  expr: share,
  threshold: 0.8,
  for: "5m",
  severity: "warning",
  team: "infrastructure",
  summary: "{{ $labels.job }} has nearly more series than may be scraped",
  description:
    "{{ $labels.instance }} of job {{ $labels.job }} has {{ $value | humanizePercentage }} of the samples that one scrape may have.",
  runbook: {
    impact: "None yet. Over the limit the whole scrape is refused: every metric of this target is missing then.",
    causes: [
      "A label has values without bound: ids, URLs, messages of errors",
      "There is more to tell of than was expected: containers, tables, queues",
    ],
    queries: ["topk(10, scrape_samples_post_metric_relabeling)", "topk(10, scrape_series_added)"],
    steps: [
      'Find the metric with the most series, topk(10, count by (__name__) ({job="<job>"})), then its label with the most ' +
        "values, count(count by (<label>) (<metric>)).",
      "Let the application leave the label out, or make its values one: sightline's workloads say how in `normalise`.",
      "Is it right as it is, raise the metric's maxSeries: the limit is made of it.",
    ],
  },
  fires: {
    series: { ...limit, [ofApp("scrape_samples_post_metric_relabeling")]: "500x5 850x40" },
    firesAt: "11m",
    labels: app,
  },
  quiet: { series: { ...limit, [ofApp("scrape_samples_post_metric_relabeling")]: "790x60" } },
  quietWhen: {
    "it has so many for a moment only": {
      series: { ...limit, [ofApp("scrape_samples_post_metric_relabeling")]: "500x5 850x4 500x40" },
    },
    "it has no limit": {
      series: { [ofApp("scrape_sample_limit")]: "0x60", [ofApp("scrape_samples_post_metric_relabeling")]: "850x60" },
    },
  },
};

const budget = "metric:series:budget_ratio";

const overBudget: Alert = {
  name: "MetricOverBudget",
  expr: budget,
  threshold: 1,
  for: "10m",
  severity: "warning",
  team: "infrastructure",
  summary: "{{ $labels.metric }} has more series than its contract allows",
  description:
    "{{ $labels.instance }} of job {{ $labels.job }} has {{ $value | humanizePercentage }} of the series that {{ $labels.metric }} may have.",
  runbook: {
    impact: "Queries on it become slow, and Prometheus needs more memory. Where it goes on, its scrape is refused.",
    causes: ["More of what the label tells apart (accounts, tenants) than was planned", "A label got unbounded values"],
    queries: [`topk(10, ${budget})`],
    steps: [
      "Look which label has so many values: count(count by (<label>) (<metric>)).",
      "Are they right, raise maxSeries in the metric's declaration; the limit of the scrape follows.",
      "Are they not, let the application leave the label out, or count the rest under one value, `other`.",
    ],
  },
  fires: {
    series: { [ofApp(budget, ', metric="account_messages_total"')]: "0.5x5 1.05x40" },
    firesAt: "16m",
    labels: { ...app, metric: "account_messages_total" },
  },
  quiet: { series: { [ofApp(budget, ', metric="account_messages_total"')]: "1x60" } },
};

/** Those that state how many series they may have: of the rest, typical label values are known, and not all. */
function budgeted(metrics: readonly Metric[]): Metric[] {
  return metrics.filter(({ maxSeries }) => maxSeries !== undefined);
}

/** Counting is cheap for named metrics, which have hundreds of series; by the minute it's soon enough. */
function usedShare(metric: Metric): string {
  // A histogram's series come in sets, each of which has one count.
  const { name, type } = metric;
  const [counted, most] =
    type === "histogram"
      ? [`${name}_count`, Math.floor(budgetOf(metric) / seriesOfOne(metric))]
      : [name, budgetOf(metric)];
  return `count by (job, instance) (${counted}) / ${Math.max(1, most)}`;
}

export function cardinality(metrics: readonly Metric[]): RuleGroup[] {
  const dashboard = "sightline-stack";
  const limits: RuleGroup = { name: "sightline-cardinality", dashboard, alerts: [nearLimit] };
  const recordings = budgeted(metrics).map((metric) => ({
    record: budget,
    labels: { metric: metric.name },
    expr: usedShare(metric),
    unit: { is: "ratio", because: "the number is the most series that there may be" },
    help: `Series of ${metric.name} in one target, as a share of what it may have.`,
  }));
  if (recordings.length === 0) return [limits];
  return [limits, { name: "sightline-budgets", interval: "1m", dashboard, recordings, alerts: [overBudget] }];
}

/** The stack's dashboard, and how near each scrape and metric is to its limit. */
export function withCardinality(spec: DashboardSpec, metrics: readonly Metric[]): DashboardSpec {
  const panels: PanelSpec[] = [
    graph(
      "Samples of a scrape, of its limit",
      "percentunit",
      [{ expr: `max by (job) (${share})`, legend: "{{job}}" }],
      "At 100 % the whole scrape is refused, and the target is down (ScrapeSamplesNearLimit).",
      { alerts: [nearLimit.name], max: 1 },
    ),
    ...(budgeted(metrics).length === 0
      ? []
      : [
          graph(
            "Series of a metric, of its budget",
            "percentunit",
            [{ expr: `max by (metric) (${budget})`, legend: "{{metric}}" }],
            "Metrics whose labels could grow without bound, against the most series that the contract allows.",
            { alerts: [overBudget.name] },
          ),
        ]),
  ];
  return { ...spec, rows: [...spec.rows, { title: "Saturation: series", panels }] };
}
