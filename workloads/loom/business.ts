import { eventsAtLeast } from "../../signals/expressions";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { counted, events } from "./proofs";
import { businessRecordings, satisfactionRatio, violationRatio } from "./recordings";
import * as limit from "./thresholds";

/** Is what is generated any good? What the document's dashboard of business insight watches. */

const checked = (values: string) => counted(metric.rulesExecuted, { rule_type: "consistency" }, values);
const violated = (values: string) => counted(metric.rulesViolated, {}, values);
const score = (values: string) => counted(metric.satisfaction, {}, values);

const violations: Alert = {
  name: "LoomRuleViolationsHigh",
  expr: violationRatio,
  threshold: limit.VIOLATION_RATIO,
  guard: eventsAtLeast(limit.MIN_RULES, metric.rulesExecuted.name, "15m"),
  for: "10m",
  severity: "warning",
  team: "ai",
  summary: "Narratives violate {{ $value | humanizePercentage }} of the rules",
  description: "Of the rules that were checked in the last 15 minutes (at least 50), more than a fifth were violated.",
  source: "business dashboard: loom_rules_violations_total over loom_rules_executed_total",
  runbook: {
    impact: "Narratives contradict themselves or break the style; users edit more, or start anew.",
    causes: ["A change of the prompt or model", "A new rule that is too strict", "Context that is cut off"],
    queries: ["rule_type:loom_rules_executed:rate5m", violationRatio],
    steps: [
      "See whether it began with a change of prompt, model or rules; if so, take it back.",
      "Read some narratives of the last quarter of an hour with their violations.",
    ],
  },
  fires: {
    series: { ...checked(events([4, 20], [6, 60])), ...violated(events([0, 20], [3, 60])) },
    firesAt: "35m",
  },
  quiet: { series: { ...checked("0+100x80"), ...violated("0+19x80") } },
  quietWhen: {
    "few rules were checked": { series: { ...checked("0+3x80"), ...violated("0+3x80") } },
  },
};

const falling: Alert = {
  name: "LoomSatisfactionFalling",
  expr: satisfactionRatio,
  op: "<",
  threshold: limit.SATISFACTION_RATIO,
  for: "30m",
  severity: "warning",
  priority: "P3",
  team: "business",
  summary: "Users are less content: {{ $value | humanizePercentage }} of the usual score",
  description: "The satisfaction score of the last half hour is more than 15 % below that of the last six hours.",
  source: "business dashboard: content quality, loom_user_satisfaction_score",
  runbook: {
    impact: "Users like what they get less than this morning.",
    causes: ["Slow or failing requests", "A change of the prompt or model", "More rule violations"],
    queries: [metric.satisfaction.name, violationRatio],
    steps: [
      "Look at HighLatency, HighErrorRate and LoomRuleViolationsHigh: they explain most of it.",
      "See whether it began with a change of prompt or model.",
      "Read what users wrote.",
    ],
  },
  // First well liked, then for hours a little less, then not at all.
  fires: { series: score("5x150 4.4x209 3.7x120"), firesAt: "413m" },
  quiet: { series: score("5x150 4.4x209 4x160"), until: "480m" },
  quietWhen: {
    "it has been low all the time": { series: score("2x500") },
    "a bad quarter of an hour": { series: score("4.5x300 2x14 4.5x200") },
  },
};

export const business: RuleGroup = {
  name: "loom-business",
  dashboard: "loom-business",
  recordings: businessRecordings,
  alerts: [violations, falling],
};
