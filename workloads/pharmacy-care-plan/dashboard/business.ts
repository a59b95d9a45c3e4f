import type { RowSpec } from "../../../signals/dashboard";
import * as metric from "../metrics";
import * as recorded from "../recordings";
import * as limit from "../thresholds";
import { counted, critical, durations, perMinute, warning } from "./panels";

/** Are care plans asked for, written, and in time? */
export const business: RowSpec = {
  title: "Business",
  panels: [
    {
      title: "Submitted by source",
      description: "Care plans submitted a minute, by intake source (careplan_submitted_total).",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      stacked: true,
      queries: [perMinute(metric.submitted, "{{source}}", "source", '{source=~"$source"}')],
    },
    {
      title: "Completed and failed",
      description:
        "Care plans that left the workers a minute (careplan_completed_total, careplan_failed_total). " +
        "Both should add up to what is submitted.",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      queries: [perMinute(metric.completed, "completed"), perMinute(metric.failed, "failed")],
    },
    counted(
      "Failed care plans of the last hour",
      recorded.failedHourly,
      warning(limit.FAILED_PER_HOUR),
      "How many failed for good in the hour before (careplan_failed_total).",
    ),
    {
      title: "Completion rate of the last hour",
      description: "Completed over submitted care plans of the hour before (careplan_completion_rate). Low is bad.",
      kind: "timeseries",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [{ expr: recorded.completionRatio, legend: "completion rate" }],
      thresholds: [{ value: limit.COMPLETION_RATIO, severity: "critical", below: true }],
    },
    {
      title: "Failure ratio of the last hour",
      description: "Failed over finished care plans of the hour before (careplan_failed_total).",
      kind: "timeseries",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [{ expr: recorded.failureRatio, legend: "failure ratio" }],
      thresholds: [critical(limit.FAILURE_RATIO)],
    },
    durations(
      "Time to complete",
      metric.timeToComplete,
      "10m",
      limit.TIME_TO_COMPLETE_SECONDS,
      "From submission to the finished care plan, waiting included (careplan_time_to_complete_p95).",
    ),
    {
      title: "Duplicates",
      description:
        "Submissions a minute that were blocked as duplicates (duplication_block_total) or accepted with a warning " +
        "(duplication_warning_total).",
      kind: "timeseries",
      unit: "cpm",
      min: 0,
      queries: [perMinute(metric.duplicationBlock, "blocked"), perMinute(metric.duplicationWarning, "warned")],
    },
    {
      title: "Intake sources",
      description: "Share of each source in the submissions of the last hour (intake_source_distribution).",
      kind: "bargauge",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [{ expr: recorded.intakeDistribution, legend: "{{source}}", instant: true }],
    },
    {
      title: "LLM providers",
      description: "Share of each provider in the model calls of the last hour (llm_provider_usage).",
      kind: "bargauge",
      unit: "percentunit",
      min: 0,
      max: 1,
      queries: [{ expr: recorded.providerDistribution, legend: "{{provider}}", instant: true }],
    },
  ],
};
