/** One dashboard for all objectives of a workload. */
import type { DashboardSpec, PanelSpec, RowSpec } from "../dashboard";
import { graph, stat } from "../panels";
import type { Slo } from "../slo";
import type { Workload } from "../workload";
import { alertName, burnOver } from "./alerts";
import * as series from "./series";
import { burns, canBurn, windowOf } from "./windows";

/** Of the budget, from when on one should be careful. */
const LITTLE_LEFT = 0.25;

export function sloDashboard(workload: Workload, retentionSeconds?: number): DashboardSpec | undefined {
  const { name, title, slos = [] } = workload;
  if (slos.length === 0) return undefined;
  const burning = (some: readonly Slo[]) => some.flatMap((slo) => burnPanels(slo, windowOf(slo, retentionSeconds)));
  const isSlow = ({ indicator }: Slo) => indicator.kind === "latency";
  const rows: RowSpec[] = [
    { title: "Health", panels: [...slos.map((slo) => left(slo, windowOf(slo, retentionSeconds))), leftOverTime] },
    { title: "Traffic", panels: traffic },
    { title: "Errors", panels: burning(slos.filter((slo) => !isSlow(slo))) },
    { title: "Latency", panels: burning(slos.filter(isSlow)) },
  ];
  return {
    uid: sloDashboardUid(workload),
    title: `${title}: SLOs`,
    description: "What was promised, whether it is kept, and how much of the error budget is left.",
    tags: ["sightline", name],
    variables: [],
    rows: rows.filter(({ panels }) => panels.length > 0),
    from: "now-24h",
  };
}

export function sloDashboardUid({ name }: Workload): string {
  return `${name}-slo`;
}

function left({ name, title, objective, description }: Slo, window: string): PanelSpec {
  return stat(
    `${title}: budget left`,
    "percentunit",
    series.of(series.remaining, name),
    `${description} Of what may be bad at ${objective} % over ${window}, so much is left. Under 0 the objective is missed.`,
    {
      decimals: 1,
      thresholds: [
        { value: LITTLE_LEFT, severity: "warning", below: true },
        { value: 0, severity: "critical", below: true },
      ],
    },
  );
}

const leftOverTime = graph(
  "Budget left",
  "percentunit",
  [{ expr: series.remaining, legend: "{{slo}}" }],
  "What is left of each error budget over the objective's window. A steep fall is an outage; a steady one is an objective " +
    "that will be missed. It rises again when what was bad is older than the window.",
  { width: 24, min: undefined, thresholds: [{ value: 0, severity: "critical", below: true }] },
);

const traffic: readonly PanelSpec[] = [
  graph(
    "Events in an hour",
    "short",
    [{ expr: series.total("1h"), legend: "{{slo}}" }],
    "All events that each objective is about, in the hour before. Of few events, one bad one is a large share.",
    { width: 12 },
  ),
  graph(
    "Bad events in an hour",
    "short",
    [{ expr: series.bad("1h"), legend: "{{slo}}" }],
    "How many of them were bad.",
    { width: 12 },
  ),
];

function burnPanels(slo: Slo, window: string): PanelSpec[] {
  const { name, title, objective, description } = slo;
  const able = burns.filter((burn) => canBurn(slo, burn));
  return [
    graph(
      `${title}: burn rate`,
      "none",
      able.map((burn) => ({ expr: burnOver(slo, burn), legend: `${burn.long} and ${burn.short}` })),
      `How many times too fast the error budget burns, over the slower of two spans. At 1 it lasts for exactly ${window}.`,
      { width: 12, decimals: 1, alerts: able.map((burn) => alertName(slo, burn)) },
    ),
    graph(
      `${title}: objective and actual`,
      "percentunit",
      [
        { expr: `1 - ${series.of(series.badShare(series.window), name)}`, legend: `over ${window}` },
        { expr: `1 - ${series.of(series.badShare("1d"), name)}`, legend: "over a day" },
        { expr: series.of(series.objective, name), legend: "objective" },
      ],
      `${description} The objective is ${objective} %.`,
      { width: 12, min: undefined, max: 1, decimals: 3 },
    ),
  ];
}
