import type { RowSpec } from "../../../signals/dashboard";
import { anyUpOf, quantileOf, shareOf } from "../../../signals/expressions";
import { firingAlerts, stat } from "../../../signals/panels";
import * as metric from "../metrics";

/** What to look at first. Colours are those of the alerts. */
export const health: RowSpec = {
  title: "Health",
  panels: [
    stat(
      "Service Status",
      "bool_on_off",
      anyUpOf("app"),
      "Whether the API answers a scrape, at least one instance of it. Off as well when there is none.",
      { alerts: ["ServiceDown"] },
    ),
    stat(
      "What runs beside it",
      "percentunit",
      'avg(up{job!="app"})',
      "The share of everything else in the stack that answers its scrape: databases, exporters, the monitoring itself.",
      { max: 1, thresholds: [{ value: 1, severity: "warning", below: true }] },
    ),
    stat(
      "Errors now",
      "percentunit",
      shareOf(`${metric.requests.name}{status_code=~"5.."}`, metric.requests.name, "5m"),
      "The share of the last 5 minutes' requests that were answered with 5xx.",
      { alerts: ["HighErrorRate"] },
    ),
    stat(
      "Slowest of a hundred",
      "s",
      quantileOf(0.99, metric.requestDuration.name, "5m"),
      "One request in a hundred of the last 5 minutes took this long or longer.",
      { alerts: ["HighLatency"] },
    ),
    stat(
      "Requests now",
      "reqps",
      `sum(rate(${metric.requests.name}[$__rate_interval]))`,
      "Requests a second (http_requests_total).",
    ),
    firingAlerts,
  ],
};
