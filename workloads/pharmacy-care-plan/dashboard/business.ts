import type { RowSpec } from "../../../signals/dashboard";
import { bars, durations, graph, perMinute } from "../../../signals/panels";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import { counted } from "./counted";

/** Are care plans asked for, written, and in time? */
export const business: RowSpec = {
  title: "Business",
  panels: [
    graph(
      "Submitted by source",
      "cpm",
      [perMinute(metric.submitted, "{{source}}", "source", '{source=~"$source"}')],
      "Care plans submitted a minute, by intake source (careplan_submitted_total).",
      { stacked: true },
    ),
    graph(
      "Completed and failed",
      "cpm",
      [perMinute(metric.completed, "completed"), perMinute(metric.failed, "failed")],
      "Care plans that left the workers a minute (careplan_completed_total, careplan_failed_total). " +
        "Both should add up to what is submitted.",
    ),
    counted(
      "Failed care plans of the last hour",
      recorded.failedHourly,
      "CareplanFailuresHigh",
      "How many failed for good in the hour before (careplan_failed_total).",
    ),
    graph(
      "Completion rate of the last hour",
      "percentunit",
      [{ expr: recorded.completionRatio, legend: "completion rate" }],
      "Completed over submitted care plans of the hour before (careplan_completion_rate). Low is bad.",
      { max: 1, alerts: ["CareplanCompletionLow"] },
    ),
    graph(
      "Failure ratio of the last hour",
      "percentunit",
      [{ expr: recorded.failureRatio, legend: "failure ratio" }],
      "Failed over finished care plans of the hour before (careplan_failed_total).",
      { max: 1, alerts: ["CareplanFailureRatioHigh"] },
    ),
    durations(
      "Time to complete",
      metric.timeToComplete,
      "10m",
      "From submission to the finished care plan, waiting included (careplan_time_to_complete_p95).",
      { alerts: ["CareplanTimeToCompleteSlow"] },
    ),
    graph(
      "Duplicates",
      "cpm",
      [perMinute(metric.duplicationBlock, "blocked"), perMinute(metric.duplicationWarning, "warned")],
      "Submissions a minute that were blocked as duplicates (duplication_block_total) or accepted with a warning " +
        "(duplication_warning_total).",
    ),
    bars(
      "Intake sources",
      "percentunit",
      [{ expr: recorded.intakeDistribution, legend: "{{source}}", instant: true }],
      "Share of each source in the submissions of the last hour (intake_source_distribution).",
      { max: 1 },
    ),
    bars(
      "LLM providers",
      "percentunit",
      [{ expr: recorded.providerDistribution, legend: "{{provider}}", instant: true }],
      "Share of each provider in the model calls of the last hour (llm_provider_usage).",
      { max: 1 },
    ),
  ],
};
