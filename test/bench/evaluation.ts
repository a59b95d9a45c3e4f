/**
 * How long signals take, from the declarations to the files, in milliseconds on standard output:
 * `npx tsx test/bench/evaluation.ts ALERTS DASHBOARDS`. A process of its own, as a preview is.
 */
import { makeSignals } from "../../signals/signals";
import { largeWorkload } from "./large-workload";

const [alerts = 100, dashboards = 10] = process.argv.slice(2).map(Number);
const workload = largeWorkload(alerts, dashboards);
const start = performance.now();
makeSignals(workload, {
  exporters: ["prometheus", "alertmanager", "statsd-exporter"],
  jobs: ["app"],
  datasourceUid: "prometheus",
});
process.stdout.write(`${Math.round(performance.now() - start)}\n`);
