import type { RowSpec } from "../../../signals/dashboard";
import type { Metric } from "../../../signals/metrics";
import { graph, perMinute } from "../../../signals/panels";
import * as metric from "../metrics";

function calls({ name }: Metric, legend: string) {
  return { expr: `60 * sum(rate(${name}_count[$__rate_interval]))`, legend };
}

/** How much is asked of it. */
export const traffic: RowSpec = {
  title: "Traffic",
  panels: [
    graph(
      "Requests",
      "cpm",
      [calls(metric.generateApi, "submit"), calls(metric.statusApi, "poll"), calls(metric.searchApi, "search")],
      "Requests a minute, by what they ask for (api_generate_careplan_duration_seconds, " +
        "api_careplan_status_duration_seconds, api_search_duration_seconds).",
      { stacked: true },
    ),
    graph(
      "Tasks",
      "cpm",
      [calls(metric.taskDuration, "generate_careplan_task")],
      "Celery tasks a minute (celery_task_duration_seconds).",
    ),
    graph(
      "LLM calls by provider",
      "cpm",
      [perMinute(metric.llmUsage, "{{provider}}", "provider", '{provider=~"$provider"}')],
      "Calls to language models a minute (llm_provider_usage).",
      { stacked: true },
    ),
  ],
};
