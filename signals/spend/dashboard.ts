import type { DashboardSpec, PanelSpec, RowSpec } from "../dashboard";
import { bars, graph, stat } from "../panels";
import type { LlmSettings, SpendSpec } from "../spend";
import type { Workload } from "../workload";
import { eventsOf, selectorOf } from "../selected";
import { hints } from "./hints";
import * as recorded from "./recordings";
import { spendName } from "./rules";

/** What a workload's language models cost. None where it doesn't say. */
export function spendDashboard(workload: Workload, llm: LlmSettings = {}): DashboardSpec[] {
  const { spend, title, name } = workload;
  if (spend === undefined) return [];
  const row = (title: string, panels: readonly PanelSpec[]): RowSpec[] =>
    panels.length === 0 ? [] : [{ title, panels }];
  return [
    {
      uid: spendName(workload),
      title: `${title}: LLM spend`,
      description: "What the language models cost, how long the budget lasts, and where money can be saved.",
      tags: ["sightline", name, "spend"],
      variables: [{ name: "model", label: "Model", metric: recorded.costByModel("1h"), labelName: "model" }],
      from: "now-24h",
      refresh: "1m",
      rows: [
        ...row("Health", health),
        ...row("Traffic", traffic(spend)),
        ...row("Saturation: budget", budget),
        ...row("Business: spend", spent),
        ...row("Business: where money can be saved", hints(spend, llm)),
      ],
    },
  ];
}

const health: readonly PanelSpec[] = [
  stat("Last 24 hours", "currencyUSD", recorded.cost("24h"), "What the day before cost, over all models.", {
    alerts: ["LlmDailyBudgetExceeded"],
    decimals: 2,
  }),
  stat(
    "Budget left",
    "currencyUSD",
    `${recorded.dailyBudget} - ${recorded.cost("24h")}`,
    "The day's budget less what the 24 hours before cost. Below 0 it is overdrawn.",
    { decimals: 2 },
  ),
  stat("Last hour", "currencyUSD", recorded.cost("1h"), "What the hour before cost, over all models.", { decimals: 2 }),
  stat(
    "Pace of the last hour",
    "percentunit",
    recorded.burn("1h"),
    "Spend of the hour before over the budgeted one: at 100 % the day ends just on its budget.",
    { alerts: ["LlmBudgetBurnFast"] },
  ),
  stat(
    "Forecast, 24 hours",
    "currencyUSD",
    recorded.forecastDay,
    "What the day to come costs at the pace of the 6 hours before.",
    { decimals: 2 },
  ),
  stat(
    "Forecast, 30 days",
    "currencyUSD",
    recorded.forecastMonth,
    "What the month to come costs at the pace of the week before, or of what there is of it.",
    { alerts: ["LlmMonthlyForecastHigh"], decimals: 0 },
  ),
];

function traffic({ tokens, requests }: SpendSpec): PanelSpec[] {
  return [
    ...(requests === undefined
      ? []
      : [
          graph(
            "Requests",
            "cpm",
            [
              {
                expr: `60 * sum(rate(${selectorOf(requests, eventsOf(requests.metric))}[$__rate_interval]))`,
                legend: "requests",
              },
            ],
            `Requests to language models a minute (${requests.metric.name}).`,
            { width: 12 },
          ),
        ]),
    ...(tokens === undefined
      ? []
      : [
          graph(
            "Tokens of the last hour",
            "short",
            [{ expr: `sum by (kind) (${recorded.tokens("1h")}{model=~"$model"})`, legend: "{{kind}}" }],
            `Tokens that went in and came out in the hour before (${tokens.tokens.metric.name}).`,
            { width: 12, stacked: true },
          ),
        ]),
  ];
}

const budget: readonly PanelSpec[] = [
  graph(
    "Day's budget spent",
    "currencyUSD",
    [
      { expr: recorded.cost("24h"), legend: "last 24 hours" },
      { expr: recorded.dailyBudget, legend: "budget" },
    ],
    "What the 24 hours before cost, and what they may.",
    { alerts: ["LlmDailyBudgetExceeded"] },
  ),
  graph(
    "Pace of the hour",
    "percentunit",
    [
      { expr: recorded.burn("5m"), legend: "5 minutes" },
      { expr: recorded.burn("1h"), legend: "1 hour" },
    ],
    "Spend over the budgeted one. The alert wants both lines over its own.",
    { alerts: ["LlmBudgetBurnFast"] },
  ),
  graph(
    "Pace of six hours",
    "percentunit",
    [
      { expr: recorded.burn("1h"), legend: "1 hour" },
      { expr: recorded.burn("6h"), legend: "6 hours" },
    ],
    "Spend over the budgeted one, more slowly. The alert wants both lines over its own.",
    { alerts: ["LlmBudgetBurnSlow"] },
  ),
];

const ofModel = '{model=~"$model"}';

const spent: readonly PanelSpec[] = [
  graph(
    "Spend an hour by model",
    "currencyUSD",
    [{ expr: `${recorded.costByModel("1h")}${ofModel}`, legend: "{{model}}" }],
    "Dollars of the hour before, by model.",
    { stacked: true, width: 12 },
  ),
  graph(
    "Spend a day by model",
    "currencyUSD",
    [{ expr: `${recorded.costByModel("24h")}${ofModel}`, legend: "{{model}}" }],
    "Dollars of the 24 hours before, by model.",
    { stacked: true, width: 12 },
  ),
  graph(
    "Forecast of 30 days",
    "currencyUSD",
    [{ expr: recorded.forecastMonth, legend: "forecast" }],
    "How the forecast for the month to come has changed.",
    { alerts: ["LlmMonthlyForecastHigh"], width: 12 },
  ),
  bars(
    "Share of spend by model",
    "percentunit",
    [{ expr: `${recorded.costShare}${ofModel}`, legend: "{{model}}", instant: true }],
    "Which model the money of the day before went to. Saving begins at the largest.",
    { max: 1, width: 12 },
  ),
];
