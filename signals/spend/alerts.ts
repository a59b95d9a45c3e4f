import type { Alert } from "../rules";
import type { LlmSettings, SpendSpec } from "../spend";
import { dearest, spending, tokensOf } from "./proofs";
import * as recorded from "./recordings";

/** Times the budgeted pace: the day's budget is gone in 6 hours. */
export const FAST = 4;
/** Times the budgeted pace: half as much again as the budget, over six hours. */
export const SLOW = 1.5;
/** Days of a month, for its budget. */
export const MONTH_DAYS = 30;

const causes = [
  "More requests than usual",
  "Longer prompts: more history or more documents in each",
  "A loop that calls the model again and again: retries, an agent that doesn't end",
  "A dearer model than before",
];
const steps = [
  "See on the spend dashboard which model it is, and whether requests, tokens of a request or the price went up.",
  "If it began with a release, take the release back.",
  "Limit the rate of the caller that does it, or cap the tokens of a request.",
  "If it is wanted, raise the budget: sightline:llm, dailyBudgetUsd.",
];

export function spendAlerts(spec: SpendSpec, llm: LlmSettings = {}): Alert[] {
  const unpriced = spec.cost === undefined && spec.tokens?.modelLabel !== undefined;
  return [
    burnFast(spec, llm),
    burnSlow(spec, llm),
    dailyExceeded(spec, llm),
    monthForecast(spec, llm),
    ...(unpriced ? [withoutPrice(spec, llm)] : []),
  ];
}

/**
 * A pace over two windows, as with objectives: the long one says that it is much, the short one that it still goes on.
 * It has to hold for as long as the short one, so that a single dear call isn't a pace.
 */
function burning(
  spec: SpendSpec,
  llm: LlmSettings,
  windows: { long: recorded.Pace; short: recorded.Pace; interval: string; intervals: number; hold: number },
  times: number,
): Pick<Alert, "expr" | "threshold" | "guard" | "for" | "fires" | "quiet" | "quietWhen"> {
  const { long, short, interval, intervals, hold } = windows;
  const budget = recorded.budgetOf(spec, llm);
  const minutes = Number.parseInt(interval, 10);
  const daily = (24 * 60) / minutes;
  // So much an interval that the pace is a little over, or under, from the moment on that the long window is full.
  const steady = (share: number) => spending(spec, llm, (usd) => `0+${usd((share * times * budget) / daily)}x400`);
  const once = spending(spec, llm, (usd) => `0x30 ${usd(times * budget)}x369`);
  return {
    expr: recorded.burn(long),
    threshold: times,
    guard: `on () ${recorded.burn(short)} > ${times}`,
    for: short,
    fires: { series: steady(1.01), interval, firesAt: `${(intervals + hold) * minutes}m` },
    quiet: { series: steady(0.99), interval },
    quietWhen: {
      "a single dear call": { series: once, interval },
      "nothing was spent yet": { series: spending(spec, llm, () => "0x400"), interval },
    },
  };
}

function burnFast(spec: SpendSpec, llm: LlmSettings): Alert {
  return {
    name: "LlmBudgetBurnFast",
    ...burning(spec, llm, { long: "1h", short: "5m", interval: "1m", intervals: 60, hold: 5 }, FAST),
    severity: "critical",
    team: "ai",
    summary: "Language models cost {{ $value | humanize }} times what the budget allows",
    description:
      `At the pace of the last hour the day's budget of ${recorded.budgetOf(spec, llm)} USD is gone in less than ` +
      `${24 / FAST} hours, and it still goes on.`,
    runbook: { impact: "Money. With a limit at the provider: no answers at all once it is reached.", causes, steps },
  };
}

function burnSlow(spec: SpendSpec, llm: LlmSettings): Alert {
  return {
    name: "LlmBudgetBurnSlow",
    ...burning(spec, llm, { long: "6h", short: "1h", interval: "5m", intervals: 72, hold: 12 }, SLOW),
    severity: "warning",
    team: "ai",
    summary: "Language models cost {{ $value | humanize }} times what the budget allows",
    description:
      `For six hours more than ${SLOW} times the pace of the budget of ${recorded.budgetOf(spec, llm)} USD a day ` +
      `was spent, and it still goes on.`,
    runbook: { impact: "Money: the day will end over its budget.", causes, steps },
  };
}

function dailyExceeded(spec: SpendSpec, llm: LlmSettings): Alert {
  const budget = recorded.budgetOf(spec, llm);
  const steady = (share: number) => spending(spec, llm, (usd) => `0+${usd((share * budget) / 48)}x100`);
  return {
    name: "LlmDailyBudgetExceeded",
    expr: recorded.cost("24h"),
    threshold: budget,
    severity: "warning",
    team: "business",
    summary: "Language models cost {{ $value | humanize }} USD in the last 24 hours",
    description: `The budget is ${budget} USD; the last 24 hours cost {{ $value | humanize }} USD.`,
    runbook: {
      impact: "Money: the budget of the day is overdrawn.",
      causes,
      queries: [recorded.costByModel("24h"), recorded.costShare],
      steps,
    },
    fires: { series: steady(1.01), interval: "30m", firesAt: "24h" },
    quiet: { series: steady(0.99), interval: "30m" },
  };
}

function monthForecast(spec: SpendSpec, llm: LlmSettings): Alert {
  const budget = recorded.budgetOf(spec, llm);
  const steady = (share: number) => spending(spec, llm, (usd) => `0+${usd((share * budget) / 48)}x100`);
  return {
    name: "LlmMonthlyForecastHigh",
    expr: recorded.forecastMonth,
    threshold: MONTH_DAYS * budget,
    for: "1h",
    severity: "info",
    team: "business",
    summary: "Language models will cost {{ $value | humanize }} USD in 30 days",
    description:
      `At the pace of the last week (or of the time since the start) the next 30 days cost ` +
      `{{ $value | humanize }} USD; the budget is ${MONTH_DAYS * budget} USD.`,
    runbook: {
      impact: "None yet; money, when nothing changes.",
      causes: ["More users", "A feature that calls the model more often", "A budget from before the growth"],
      queries: [recorded.forecastMonth, recorded.costByModel("24h")],
      steps: [
        "Look at the hints for saving on the spend dashboard: the largest share, tokens of a request, cache hits.",
        "Compare with what the same tokens would have cost with another model.",
        "Agree on another budget: sightline:llm, dailyBudgetUsd.",
      ],
    },
    // The mean begins at 0, so with a twentieth too much it takes 15.5 hours until it is over; then `for`.
    fires: { series: steady(1.05), interval: "30m", firesAt: "990m" },
    quiet: { series: steady(0.99), interval: "30m" },
    quietWhen: {
      "one dear day in a week": {
        series: spending(spec, llm, (usd) => `0x288 ${aDay(usd((5 * budget) / 48))}`),
        interval: "30m",
        until: "8d",
      },
    },
  };
}

/** A day's worth of half hours in which so much is spent, and none from then on. */
function aDay(amount: number): string {
  // One step more at the end: a little less, for rounding, would be a counter that starts again.
  return `${amount}+${amount}x46 ${48 * amount}x60`;
}

/** A new model's tokens count for nothing until it has a price. */
function withoutPrice(spec: SpendSpec, llm: LlmSettings): Alert {
  const source = spec.tokens!;
  const other = "a-model-without-a-price";
  return {
    name: "LlmModelWithoutPrice",
    expr: `sum by (model) (${recorded.tokens("1h")}) unless on (model) ${recorded.price}`,
    threshold: 0,
    for: "5m",
    severity: "warning",
    team: "ai",
    summary: "Nobody knows what {{ $labels.model }} costs",
    description: "{{ $labels.model }} used {{ $value | humanize }} tokens in the last hour, and has no price.",
    runbook: {
      impact: "The spend that is shown is too low, and the budget's alerts come too late.",
      causes: ["A new model, or a new name of one", "A name with a date where the table has the plain one"],
      steps: [
        "Look its price up at the provider.",
        "Set it in the stack's configuration: sightline:llm, prices, and deploy.",
        "Add it to the workload's models when it stays.",
      ],
    },
    fires: { series: tokensOf(source, other, "0+100x60"), firesAt: "6m", labels: { model: other } },
    quiet: { series: tokensOf(source, other, "500x60") },
    quietWhen: { "it has a price": { series: tokensOf(source, dearest(spec, llm), "0+100x60") } },
  };
}
