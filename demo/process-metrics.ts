import { Gauge, Registry } from "prom-client";

/**
 * What every Prometheus client library tells of its process, under the names that all of them use.
 *
 * @param registry they are put into; names that it has already are left as they are.
 */
export function processMetrics(registry = new Registry()): Registry {
  const add = (name: string, help: string, value: () => number): void => {
    if (registry.getSingleMetric(name) !== undefined) return;
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  };
  const started = Date.now() / 1000 - process.uptime();
  add("process_start_time_seconds", "Start time of the process, in seconds since 1970.", () => started);
  add("process_resident_memory_bytes", "Resident memory of the process.", () => process.memoryUsage().rss);
  return registry;
}
