import { eventsAtLeast, increaseOf, shareOf } from "../../signals/expressions";
import { scraped } from "../../signals/proofs";
import type { RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import * as recorded from "./recordings";
import * as limit from "./thresholds";

/** Fewer requests in five minutes say nothing of a share. */
const FEWEST_REQUESTS = 10;

const chat = { operation: "chat_completion" };
const failing = (requests: string, errors: string) => ({
  ...scraped(metric.requestsTotal, requests, { ...chat, status: "success" }),
  ...scraped(metric.errorsTotal, errors, { ...chat, error_type: "APITimeoutError" }),
});

export const cost: RuleGroup = {
  name: "azure-ai-service-cost",
  dashboard: "azure-ai-service",
  recordings: recorded.costRecordings,
  alerts: [
    {
      name: "HighAICost",
      expr: recorded.costPerMinute,
      threshold: limit.COST_PER_MINUTE_USD,
      for: "5m",
      severity: "warning",
      team: "ai",
      summary: "The AI service costs {{ $value | humanize }} USD in a minute",
      description: "Over the last 5 minutes a minute cost {{ $value | humanize }} USD on average, over all operations.",
      source: "HighAICost: more than 10 USD a minute for 5 min; warning",
      runbook: {
        impact: "Money: 600 USD in an hour and more.",
        causes: [
          "A loop: retries without an end, a batch that was started twice",
          "Far longer prompts than usual",
          "A dearer model than before",
        ],
        queries: [
          `sum by (operation) (increase(${metric.costTotal.name}[5m]))`,
          `sum by (token_type) (increase(${metric.tokensTotal.name}[5m]))`,
        ],
        steps: [
          "See on the dashboard which operation it is, and whether requests or tokens of a request went up.",
          "Stop the batch, or take the release back that it began with.",
          "Lower the quota of the deployment in Azure while you look: requests are then refused, and cost nothing.",
        ],
      },
      fires: { series: scraped(metric.costTotal, "0+10.1x60", chat), firesAt: "10m" },
      quiet: { series: scraped(metric.costTotal, "0+9.9x60", chat) },
      quietWhen: {
        "a single dear batch": { series: scraped(metric.costTotal, "0x10 200x60", chat) },
        "no request yet": { series: scraped(metric.costTotal, "0x60", chat) },
      },
    },
  ],
};

export const errors: RuleGroup = {
  name: "azure-ai-service-errors",
  dashboard: "azure-ai-service",
  recordings: recorded.requestRecordings,
  alerts: [
    {
      name: "RateLimitHit",
      expr: increaseOf(metric.rateLimitHits.name, "5m", ["operation"]),
      threshold: limit.RATE_LIMIT_HITS,
      for: "1m",
      severity: "warning",
      team: "ai",
      summary: "{{ $labels.operation }} hits the rate limit",
      description: "{{ $value }} requests of {{ $labels.operation }} were refused for the rate in the last 5 minutes.",
      source: "RateLimitHit: any rate limit hit in 5 min, for 1 min; warning",
      runbook: {
        impact: "Requests are refused; users wait for another try, or get no answer.",
        causes: [
          "More tokens or requests a minute than the deployment's quota",
          "A batch beside the interactive use",
          "Retries without a pause, which make it worse",
        ],
        queries: [
          `60 * sum by (operation) (rate(${metric.requestsTotal.name}[5m]))`,
          `60 * sum(rate(${metric.tokensTotal.name}[5m]))`,
        ],
        steps: [
          "Compare tokens and requests a minute with the quota of the deployment in Azure.",
          "Slow the batch down, or move it to another deployment.",
          "Let retries wait as long as the answer's Retry-After says.",
          "Ask for a larger quota when it's the usual load.",
        ],
      },
      // The counter is born with its first hit; a second one follows three minutes later.
      fires: {
        series: scraped(metric.rateLimitHits, "_x3 1+1x60", chat),
        interval: "3m",
        firesAt: "12m",
        labels: chat,
      },
      quiet: { series: scraped(metric.rateLimitHits, "3x60", chat) },
      quietWhen: {
        "none was ever hit": { series: scraped(metric.requestsTotal, "0+20x60", { ...chat, status: "success" }) },
        "the process restarts": { series: scraped(metric.rateLimitHits, "3x15 0x60", chat) },
      },
    },
    {
      name: "HighErrorRate",
      // By operation on both sides: one has the type of the error besides, the other the status.
      expr: shareOf(metric.errorsTotal.name, metric.requestsTotal.name, "5m", ["operation"]),
      threshold: limit.ERROR_RATIO,
      guard: eventsAtLeast(FEWEST_REQUESTS, metric.requestsTotal.name, "5m", ["operation"]),
      for: "5m",
      severity: "critical",
      team: "ai",
      summary: "{{ $value | humanizePercentage }} of the requests of {{ $labels.operation }} fail",
      description:
        "Of the last 5 minutes' requests of {{ $labels.operation }}, {{ $value | humanizePercentage }} failed. " +
        "Those that were refused for the rate aren't counted.",
      source: "HighErrorRate: errors over requests above 0.1 for 5 min; critical",
      runbook: {
        impact: "Users get no answer, or only after another try.",
        causes: [
          "Azure OpenAI is disturbed in the region",
          "The key expired, or the deployment was renamed",
          "Prompts that the content filter or the length refuses",
          "Timeouts: the model is slow",
        ],
        queries: [`sum by (error_type) (increase(${metric.errorsTotal.name}{operation="chat_completion"}[5m]))`],
        steps: [
          "Look at the errors by type on the dashboard: timeouts and connections are Azure's or the network's, bad requests are ours.",
          "Read the service status of Azure for the region.",
          "If it began with a release, take the release back.",
          "Switch to a deployment in another region while it lasts.",
        ],
      },
      // One of three a minute: of the second minute on it's more than a tenth of five minutes' requests.
      fires: { series: failing("0+3x60", "0x10 1+1x50"), firesAt: "17m", labels: chat },
      quiet: { series: failing("0+1000x60", "0+99x60") },
      quietWhen: {
        "one request a minute, and each fails": { series: failing("0+1x60", "0+1x60") },
        "nothing is asked any more": { series: failing("400x60", "200x60") },
      },
    },
  ],
};
