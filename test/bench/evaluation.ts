/**
 * How long signals take, from the declarations to the files, in milliseconds of processor time on standard output:
 * `npx tsx test/bench/evaluation.ts ALERTS DASHBOARDS`. A process of its own, as a preview is.
 */
import { makeSignals } from "../../signals/signals";
import { largeWorkload } from "./large-workload";

const [alerts = 100, dashboards = 10] = process.argv.slice(2).map(Number);
const workload = largeWorkload(alerts, dashboards);
// Others use the machine as well, and what waits for them isn't its own.
const start = process.cpuUsage();
makeSignals(workload, {
  exporters: ["prometheus", "alertmanager", "statsd-exporter"],
  jobs: ["app"],
  datasourceUid: "prometheus",
});
const { user, system } = process.cpuUsage(start);
process.stdout.write(`${Math.round((user + system) / 1000)}\n`);
