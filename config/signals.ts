import { datasourceUid } from "../components/grafana-files";
import { durationSeconds } from "../signals/durations";
import { makeSignals, type Signals } from "../signals/signals";
import type { Workload } from "../signals/workload";
import { runsQdrant } from "./images";
import { addedFiles } from "./added-files";
import { scrapeJobs, stackJobs } from "./jobs";
import { dashboardsUrl } from "./platform";
import type { Settings } from "./schema";

/** The signals of a stack: what its settings leave out, and change, of what the workload has. */
export function stackSignals(settings: Settings, workload: Workload): Signals {
  const signals = makeSignals(workload, {
    ...stackJobs(settings, workload),
    alertOverrides: settings.alerts,
    datasourceUid,
    runbookBase: settings.runbookUrl,
    grafanaUrl: dashboardsUrl(settings),
    llm: settings.llm,
    added: addedFiles(settings),
    scrapes: { usualSeconds: settings.prometheus.scrapeIntervalSeconds, jobs: scrapeJobs(settings, workload) },
    retentionSeconds: durationSeconds(settings.prometheus.retention),
  });
  if (settings.qdrant.mode !== "run" || runsQdrant(settings)) return signals;
  return { ...signals, leftOut: [...signals.leftOut, "qdrant: its image can't be had here"] };
}
