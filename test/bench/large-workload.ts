import type { DashboardSpec } from "../../signals/dashboard";
import { eventsAtLeast, quantileOf, shareOf } from "../../signals/expressions";
import { counter, histogram, type Metric } from "../../signals/metrics";
import { graph, perSecond } from "../../signals/panels";
import { observed, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import type { Workload } from "../../signals/workload";

const GROUP = 20;
const PANELS = 10;

/** A workload of any size: two metrics and two alerts a service, a dashboard for every ten services. */
export function largeWorkload(alerts: number, dashboards: number): Workload {
  const services = Array.from({ length: alerts / 2 }, (_, i) => service(i));
  const shown = (from: number): readonly Service[] =>
    Array.from({ length: PANELS / 2 }, (_, i) => services[(from * 5 + i) % services.length]!);
  return {
    name: "large",
    title: "Large",
    description: "As many services as are asked for.",
    metrics: services.flatMap(({ requests, duration }) => [requests, duration]),
    rules: chunks(services, GROUP / 2).map((some, i) => group(some, i)),
    dashboards: Array.from({ length: dashboards }, (_, i) => dashboard(shown(i), i)),
    documentMetrics: {},
  };
}

interface Service {
  readonly requests: Metric;
  readonly duration: Metric;
  readonly alerts: readonly Alert[];
}

function service(i: number): Service {
  const requests = counter(`service${i}_requests_total`, {
    help: "Requests.",
    labels: { status: ["200", "500"], route: ["/a", "/b"] },
    from: "app",
  });
  const duration = histogram(`service${i}_duration_seconds`, { help: "Time.", buckets: [0.5, 1, 2], from: "app" });
  return { requests, duration, alerts: alertsOf(i, requests, duration) };
}

function alertsOf(i: number, requests: Metric, duration: Metric): Alert[] {
  const common = { severity: "warning", runbook: { impact: "Slow.", causes: ["Load"], steps: ["Look."] } } as const;
  return [
    {
      ...common,
      name: `Service${i}Errors`,
      expr: shareOf(`${requests.name}{status="500"}`, requests.name, "5m"),
      threshold: 0.05,
      guard: eventsAtLeast(10, requests.name, "5m"),
      summary: "Requests fail",
      description: "{{ $value | humanizePercentage }} of all requests fail.",
      fires: { series: scraped(requests, "0+60x30", { status: "500", route: "/a" }), firesAt: "1m" },
      quiet: { series: scraped(requests, "0+60x30", { status: "200", route: "/a" }) },
    },
    {
      ...common,
      name: `Service${i}Slow`,
      expr: quantileOf(0.95, duration.name, "5m"),
      threshold: 1,
      histogram: duration.name,
      summary: "Requests are slow",
      description: "They take {{ $value | humanizeDuration }}.",
      fires: { series: observed(duration, 2, "0+60x30"), firesAt: "1m" },
      quiet: { series: observed(duration, 1, "0+60x30") },
    },
  ];
}

function group(services: readonly Service[], i: number): RuleGroup {
  return { name: `large-${i}`, alerts: services.flatMap((each) => each.alerts) };
}

function dashboard(services: readonly Service[], i: number): DashboardSpec {
  const panels = services.flatMap(({ requests, duration, alerts }) => [
    graph(requests.name, "cps", [perSecond(requests, "{{route}}", "route")], "Requests a second."),
    graph(duration.name, "s", [{ expr: quantileOf(0.95, duration.name, "5m"), legend: "p95" }], "p95.", {
      alerts: [alerts[1]!.name],
    }),
  ]);
  return {
    uid: `large-${i}`,
    title: `Large ${i}`,
    description: "Some of the services.",
    tags: [],
    variables: [],
    rows: [{ title: "Traffic", panels }],
  };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
