import { atLeast } from "../../signals/expressions";
import { forgotten, hourlyCount, observed, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import {
  businessRecordings,
  completedHourly,
  completionRatio,
  failedHourly,
  failureRatio,
  submittedHourly,
  timeToCompleteP95,
} from "./recordings";
import * as limit from "./thresholds";

/** Are care plans asked for, written, and in time? */

const submissions = (values: string) => scraped(metric.submitted, values, { source: "web_form" });

const alerts: readonly Alert[] = [
  {
    name: "CareplanFailuresHigh",
    expr: failedHourly,
    threshold: limit.FAILED_PER_HOUR,
    severity: "warning",
    summary: "{{ $value }} care plans failed in the last hour",
    description: "Generation of {{ $value }} care plans failed for good in the last hour, after all retries.",
    source: "careplan_failed_total: more than 10 in 1 h",
    runbook: {
      impact: "These patients have no care plan. Somebody has to submit them again or write the plan by hand.",
      causes: ["The language model's API refuses or times out", "A change of the prompt or parser", "Database errors"],
      steps: [
        "Look at LlmApiErrorsHigh and at LLM errors by provider on the dashboard.",
        "Read the workers' log for the exception of generate_careplan_task.",
        "When the cause is mended, queue the failed care plans again.",
      ],
    },
    ...hourlyCount(metric.failed, limit.FAILED_PER_HOUR),
  },
  {
    name: "CareplanFailureRatioHigh",
    expr: failureRatio,
    threshold: limit.FAILURE_RATIO,
    guard: `${completedHourly} + ${failedHourly} >= 10`,
    for: "2m",
    severity: "critical",
    summary: "{{ $value | humanizePercentage }} of the care plans of the last hour failed",
    description: "Of the care plans that were finished in the last hour (at least 10), more than a fifth failed.",
    source: "careplan_failed_total: failure ratio over 20 %",
    runbook: {
      impact: "A good part of all patients get no care plan.",
      causes: ["A provider of language models is down", "A broken release of the workers", "An expired API key"],
      steps: [
        "See whether it began with a release of the workers; if so, take it back.",
        "Look at LLM errors by provider; switch to the other provider if only one fails.",
        "Try the provider's API by hand with the workers' key.",
      ],
    },
    fires: {
      series: { ...scraped(metric.completed, "0+3x200"), ...scraped(metric.failed, "0+1x200") },
      // The tenth is finished at 3m (9 completed, 3 failed), then two minutes more.
      firesAt: "5m",
    },
    quiet: { series: { ...scraped(metric.completed, "0+8x200"), ...scraped(metric.failed, "0+2x200") } },
    quietWhen: {
      "too few were finished to say": {
        series: { ...scraped(metric.completed, "0+1x4 4x200"), ...scraped(metric.failed, "0+1x4 4x200") },
      },
    },
  },
  {
    name: "CareplanCompletionLow",
    expr: completionRatio,
    op: "<",
    threshold: limit.COMPLETION_RATIO,
    guard: `${submittedHourly} >= 20`,
    for: "5m",
    severity: "critical",
    summary: "Only {{ $value | humanizePercentage }} of the submitted care plans were completed",
    description: "Of the care plans submitted in the last hour (at least 20), fewer than 80 % were completed.",
    source: "careplan_completion_rate: under 80 %",
    runbook: {
      impact: "Users submit and wait for care plans that don't come.",
      causes: ["Workers are stopped or stuck", "Generation fails", "More is submitted than the workers can do"],
      steps: [
        "Look at the queue's length: if it grows, see whether the workers run and take tasks.",
        "If it doesn't grow, tasks fail: go on with CareplanFailureRatioHigh.",
        "If all is well but slow, start more workers.",
      ],
    },
    // Then nothing is submitted any more; 57 minutes later fewer than 20 submissions are left in the hour.
    fires: forgotten(
      { series: { ...submissions("0+10x200"), ...scraped(metric.completed, "0+7x200") }, firesAt: "7m" },
      "57m",
    ),
    // Not on the threshold itself: after a restart both counts are rounded down, and their quotient may fall below.
    quiet: { series: { ...submissions("0+100x200"), ...scraped(metric.completed, "0+81x200") } },
    quietWhen: {
      "nothing is submitted": { series: { ...submissions("50x200"), ...scraped(metric.completed, "40x200") } },
      "a few were submitted just now": {
        series: { ...submissions("0+5x3 15x200"), ...scraped(metric.completed, "0x200") },
      },
    },
  },
  {
    name: "CareplanTimeToCompleteSlow",
    expr: timeToCompleteP95,
    threshold: limit.TIME_TO_COMPLETE_SECONDS,
    guard: atLeast(5, metric.timeToComplete.name, "10m"),
    histogram: metric.timeToComplete.name,
    for: "5m",
    severity: "warning",
    summary: "A care plan takes {{ $value | humanizeDuration }} (p95)",
    description: "One in twenty users waits longer than this from submitting until the care plan is there.",
    source: "careplan_time_to_complete_p95: over 5 min",
    runbook: {
      impact: "Users wait for minutes, and some give up or submit again.",
      causes: ["Tasks wait in the queue", "The language model is slow", "Retries"],
      steps: [
        "Compare with the task's own duration: if that is short, the time is spent in the queue; start more workers.",
        "If the task is long, compare with LLM latency by provider.",
        "Look at the retries of the last hour.",
      ],
    },
    fires: forgotten({ series: observed(metric.timeToComplete, 450, "0+5x100"), firesAt: "6m" }, "8m"),
    quiet: { series: observed(metric.timeToComplete, limit.TIME_TO_COMPLETE_SECONDS, "0+5x100") },
    quietWhen: {
      "a single slow one": { series: observed(metric.timeToComplete, 450, "0 1x100") },
      "nothing is completed any more": { series: observed(metric.timeToComplete, 450, "50x100") },
    },
  },
];

export const business: RuleGroup = {
  name: "pharmacy-business",
  dashboard: "pharmacy-care-plan",
  recordings: businessRecordings,
  alerts,
};
