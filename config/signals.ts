import { datasourceUid } from "../components/grafana-files";
import type { CatalogueName } from "../signals/catalogue";
import { probeJob } from "../signals/prometheus-config";
import { makeSignals, type Signals } from "../signals/signals";
import type { Workload } from "../signals/workload";
import { applicationJobs } from "./application";
import type { Settings } from "./schema";

/** The signals of a stack: what its settings leave out, and change, of what the workload has. */
export function stackSignals(settings: Settings, workload: Workload): Signals {
  const { postgres, redis, exporters } = settings;
  const optional: [boolean, CatalogueName, ...string[]][] = [
    [postgres.mode !== "none", "postgres-exporter"],
    [redis.mode !== "none", "redis-exporter"],
    [exporters.node, "node-exporter"],
    [exporters.containers, "cadvisor"],
    [exporters.probes, "blackbox-exporter", probeJob],
  ];
  const present = optional.filter(([wanted]) => wanted);
  const always: CatalogueName[] = ["prometheus", "alertmanager", "statsd-exporter"];
  return makeSignals(workload, {
    exporters: [...always, ...present.map(([, name]) => name)],
    jobs: [
      ...applicationJobs(settings),
      "statsd-kernel",
      ...always,
      ...present.flatMap(([, name, ...more]) => [name, ...more]),
    ],
    alertOverrides: settings.alerts,
    datasourceUid,
    runbookBase: settings.runbookUrl,
  });
}
