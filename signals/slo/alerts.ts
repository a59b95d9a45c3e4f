/** Alerts on how fast an objective's error budget burns. */
import { durationSeconds } from "../durations";
import type { Alert, Runbook } from "../rules";
import type { Slo } from "../slo";
import { selectorOf } from "../selected";
import { listOf } from "./counts";
import { burnProofs } from "./proofs";
import * as series from "./series";
import { burns, canBurn, windowOf, type Burn } from "./windows";

/** Fewer bad events than this in the long span wake nobody: of three requests at night, one is 33 %. */
const BAD_EVENTS = 5;

export function sloAlerts(slo: Slo, retentionSeconds?: number): Alert[] {
  return burns.filter((burn) => canBurn(slo, burn)).map((burn) => burnAlert(slo, burn, retentionSeconds));
}

/** `AvailabilityBurnsFast`. */
export function alertName({ name }: Slo, burn: Burn): string {
  const words = name.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join("")}${burn.name}`;
}

/**
 * How many times too fast the budget burns, over the span in which it burns slower. So both are over the threshold when
 * this is, and one number sets it for both.
 */
export function burnOver({ name }: Slo, { long, short }: Burn): string {
  const spans = [long, short].map(series.badShare).join("|");
  return `min by (slo) ({__name__=~"${spans}", slo="${name}"}) / ${series.of(series.budget, name)}`;
}

function burnAlert(slo: Slo, burn: Burn, retentionSeconds?: number): Alert {
  const { title, objective, team, source } = slo;
  const { factor, long, short, severity } = burn;
  const window = windowOf(slo, retentionSeconds);
  const lasts = spoken(durationSeconds(window) / factor);
  return {
    name: alertName(slo, burn),
    expr: burnOver(slo, burn),
    threshold: factor,
    guard: guardOf(slo, burn),
    severity,
    ...(team !== undefined && { team }),
    summary: `${title}: the error budget burns {{ $value | humanize }} times too fast`,
    description:
      `Over ${long} and over ${short}, more is bad than the objective of ${objective} % over ${window} allows. ` +
      (factor === 1 ? "Going on like this, the objective is missed." : `At ${factor} the whole budget lasts ${lasts}.`),
    ...(source !== undefined && { source }),
    runbook: runbookOf(slo, burn),
    ...burnProofs(slo, burn),
  };
}

/** Of events, a minimum of bad ones. Of time, that it has been looked at for half of the long span. */
function guardOf({ name, indicator }: Slo, { long }: Burn): string {
  if (indicator.kind !== "time") return `on (slo) ${series.of(series.bad(long), name)} >= ${BAD_EVENTS}`;
  return `on (slo) ${series.of(series.total("1h"), name)} offset ${durationSeconds(long) / 120}m > 0`;
}

function runbookOf(slo: Slo, { long, severity }: Burn): Runbook {
  const { name, description, indicator } = slo;
  const budget = `Look at the budget that is left, ${series.of(series.remaining, name)}`;
  return {
    impact: `What was promised isn't kept: ${description}`,
    causes: causes[indicator.kind],
    queries: [...detailQueries(slo, long), series.of(series.remaining, name), series.of(series.burnRate, name)],
    steps: [
      firstStep[indicator.kind],
      "See on the dashboard when it began, and what else began then: a release, a fault of something it stands on.",
      severity === "critical"
        ? "Stop the burning first, and find the cause after that: take the release back, switch the feature off."
        : "Find the cause within the working day; nobody needs to be woken.",
      `${budget}: when it's used up, what is risky waits until the window has moved on.`,
    ],
  };
}

const causes: Readonly<Record<Slo["indicator"]["kind"], readonly string[]>> = {
  events: ["A release that fails on some requests", "Something it stands on fails: database, cache, a provider"],
  latency: ["Something it stands on is slow", "More traffic than it can take", "A release that does more work"],
  time: ["It stopped, or starts again and again", "It is too busy to answer a scrape", "A deployment without overlap"],
};

const firstStep: Readonly<Record<Slo["indicator"]["kind"], string>> = {
  events: "See which label values the bad events have: the first query below.",
  latency: "See which of its label values are slow: the first query below.",
  time: "See whether the process runs, and what it logged last.",
};

/** Where the bad ones are. */
function detailQueries({ indicator }: Slo, long: string): string[] {
  switch (indicator.kind) {
    case "time":
      return [`up{job="${indicator.job}"}`];
    case "latency": {
      const { metric, matchers = "" } = indicator.histogram;
      const by = ["le", ...Object.keys(metric.labels)].join(", ");
      const selector = `${metric.name}_bucket${matchers.trim() === "" ? "" : `{${matchers}}`}`;
      return [`histogram_quantile(0.95, sum by (${by}) (rate(${selector}[${long}])))`];
    }
    case "events":
      return listOf(indicator.bad).map((bad) => {
        const labels = Object.keys(bad.metric.labels).join(", ");
        return `sum${labels === "" ? "" : ` by (${labels})`} (increase(${selectorOf(bad)}[${long}]))`;
      });
  }
}

/** In words, of the two largest units: `2 days 2 hours`. */
function spoken(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}
