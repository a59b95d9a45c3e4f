import type { PanelSpec } from "../../dashboard";
import { firingAlerts, stat } from "../../panels";
import { configurations } from "../alertmanager";
import { appended } from "../prometheus-storage";
import { vanishedJobs } from "../targets";

export function health(jobs: readonly string[]): PanelSpec[] {
  return [
    stat("Targets up", "short", "sum(up)", "Programs that answer a scrape."),
    stat("Targets down", "short", "count(up == 0) or vector(0)", "Programs that don't answer.", {
      thresholds: [{ value: 1, severity: "critical" }],
    }),
    stat("A job has vanished", "bool_yes_no", `max(${vanishedJobs(jobs)}) or vector(0)`, "Nothing of it is scraped.", {
      alerts: ["TargetVanished"],
    }),
    stat("Alertmanagers", "short", "min(prometheus_notifications_alertmanagers_discovered)", "That Prometheus knows.", {
      alerts: ["PrometheusWithoutAlertmanager"],
    }),
    stat(
      "Prometheus is configured",
      "bool_yes_no",
      "min(prometheus_config_last_reload_successful)",
      "It took its configuration and rules the last time that they changed.",
      { alerts: ["PrometheusConfigReloadFailed"] },
    ),
    stat(
      "Alertmanager is configured",
      "bool_yes_no",
      "min(alertmanager_config_last_reload_successful)",
      "It took its configuration the last time that it changed.",
      { alerts: ["AlertmanagerConfigReloadFailed"] },
    ),
    stat("Series", "short", "sum(prometheus_tsdb_head_series)", "In Prometheus' memory; about 4 KiB each.", {
      width: 6,
    }),
    stat("Samples a second", "cps", `sum(${appended})`, "What Prometheus stores.", {
      alerts: ["PrometheusNotIngesting"],
      width: 6,
    }),
    { ...firingAlerts, width: 6 },
    stat("Configurations of Alertmanager", "short", configurations, "All Alertmanagers should have the same one.", {
      alerts: ["AlertmanagerConfigInconsistent"],
      width: 6,
    }),
  ];
}
