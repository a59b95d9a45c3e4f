import type { DashboardSpec, RowSpec } from "../../../signals/dashboard";
import { bars, graph, stat } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { genres } from "./variables";

/** Its metrics are scraped once a minute, so what is asked for is recorded over 5 minutes or more. */

const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Narratives",
      "cpm",
      `60 * sum(${recorded.narrativeRate})`,
      "Narratives that are generated, a minute (loom_narratives_generated_total).",
    ),
    stat(
      "Words of a narrative",
      "short",
      `${recorded.wordRate} / sum(${recorded.narrativeRate})`,
      "How long a narrative is (loom_narratives_words_total over loom_narratives_generated_total).",
      { decimals: 0 },
    ),
    stat(
      "Interactions of a narrative",
      "short",
      `sum(${recorded.interactionRate}) / sum(${recorded.narrativeRate})`,
      "How much users do with a narrative (loom_user_interactions_total). Many edits: it wasn't right.",
      { decimals: 1 },
    ),
    stat(
      "Satisfaction",
      "short",
      `avg(${metric.satisfaction.name})`,
      "The score on the application's own scale (loom_user_satisfaction_score).",
      { decimals: 2 },
    ),
    stat(
      "Satisfaction, of the usual",
      "percentunit",
      recorded.satisfactionRatio,
      "The last half hour's score over that of the last six hours (loom_user_satisfaction_score).",
      { alerts: ["LoomSatisfactionFalling"] },
    ),
    stat(
      "Violated rules",
      "percentunit",
      recorded.violationRatio,
      "Violated over checked rules of 15 minutes (loom_rules_violations_total, loom_rules_executed_total).",
      { alerts: ["LoomRuleViolationsHigh"] },
    ),
  ],
};

const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Narratives by genre",
      "cpm",
      [{ expr: `60 * ${recorded.narrativeRate}${genres}`, legend: "{{genre}}" }],
      "Narratives a minute (loom_narratives_generated_total, genre).",
      { stacked: true },
    ),
    bars(
      "Narratives in the chosen time",
      "short",
      [
        {
          expr: `sum by (genre) (increase(${metric.narratives.name}${genres}[$__range]))`,
          legend: "{{genre}}",
          instant: true,
        },
      ],
      "How many of each genre (loom_narratives_generated_total).",
      { decimals: 0 },
    ),
    graph(
      "Words",
      "cpm",
      [{ expr: `60 * ${recorded.wordRate}`, legend: "words" }],
      "Words a minute (loom_narratives_words_total).",
    ),
  ],
};

const errors: RowSpec = {
  title: "Errors",
  panels: [
    graph(
      "Share of violated rules",
      "percentunit",
      [{ expr: recorded.violationRatio, legend: "violated" }],
      "Violated over checked rules of 15 minutes (loom_rules_violations_total, loom_rules_executed_total).",
      { alerts: ["LoomRuleViolationsHigh"], width: 12 },
    ),
    graph(
      "Violations",
      "cpm",
      [{ expr: `60 * ${recorded.violationRate}`, legend: "violations" }],
      "Rules that narratives violated, a minute (loom_rules_violations_total).",
      { width: 12 },
    ),
  ],
};

const business: RowSpec = {
  title: "Business",
  panels: [
    graph(
      "Interactions by type",
      "cpm",
      [{ expr: `60 * ${recorded.interactionRate}`, legend: "{{interaction_type}}" }],
      "What users do, a minute (loom_user_interactions_total, interaction_type).",
      { stacked: true, width: 6 },
    ),
    graph(
      "Rules checked by type",
      "cpm",
      [{ expr: `60 * ${recorded.ruleRate}`, legend: "{{rule_type}}" }],
      "Rules that were checked, a minute (loom_rules_executed_total, rule_type).",
      { stacked: true, width: 6 },
    ),
    graph(
      "Satisfaction score",
      "short",
      [{ expr: `avg(${metric.satisfaction.name})`, legend: "score" }],
      "On the application's own scale (loom_user_satisfaction_score).",
      { decimals: 2, width: 6 },
    ),
    graph(
      "Satisfaction against the usual",
      "percentunit",
      [{ expr: recorded.satisfactionRatio, legend: "of the last six hours" }],
      "100 % is as in the last six hours (loom_user_satisfaction_score).",
      { alerts: ["LoomSatisfactionFalling"], width: 6 },
    ),
  ],
};

export const businessInsight: DashboardSpec = {
  uid: "loom-business",
  title: "LOOM: business insight",
  description: "What is generated, what do users do with it, and is it any good?",
  tags: ["sightline", "loom"],
  variables: [{ name: "genre", label: "Genre", metric: metric.narratives.name, labelName: "genre" }],
  rows: [health, traffic, errors, business],
  from: "now-6h",
};
