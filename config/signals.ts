import { datasourceUid } from "../components/grafana-files";
import { alertLabelsOf } from "../signals/delivery/alert-labels";
import { deliveryFaults } from "../signals/delivery/delivery-faults";
import { durationSeconds } from "../signals/durations";
import { UserError } from "../signals/errors";
import { makeSignals, type Signals } from "../signals/signals";
import type { Workload } from "../signals/workload";
import { runsQdrant } from "./images";
import { addedFiles } from "./added-files";
import { stackDelivery } from "./delivery";
import { scrapeJobs, stackJobs } from "./jobs";
import { dashboardsUrl } from "./platform";
import type { Settings } from "./schema";

/**
 * The signals of a stack: what its settings leave out, and change, of what the workload has. Who is told of them is
 * checked here as well, since only now the alerts are known.
 */
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
  const faults = deliveryFaults(
    stackDelivery(settings),
    alertLabelsOf(signals.ruleFiles, { workload: signals.workload }),
  );
  if (faults.length > 0) throw new UserError(faults);
  if (settings.qdrant.mode !== "run" || runsQdrant(settings)) return signals;
  return { ...signals, leftOut: [...signals.leftOut, "qdrant: its image can't be had here"] };
}
