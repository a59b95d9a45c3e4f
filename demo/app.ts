/**
 * The demo's web application: serves the endpoints, makes its own traffic, and exposes every metric of the contract
 * that comes from the app at `/metrics`. Environment: see `settings.ts`.
 */
import type { Fault, Metric } from "../signals/metrics";
import { level } from "./behaviour";
import { readContract } from "./contract";
import { openDependencies, unmeasured } from "./dependencies";
import { FaultSet } from "./faults";
import { makeLog, reason } from "./log";
import { processMetrics } from "./process-metrics";
import { PromMeter } from "./prom-meter";
import { FaultBoard } from "./queue";
import { Recorder } from "./recorder";
import { answer } from "./routes";
import { serve, type Finished } from "./server";
import { Service } from "./service";
import { readSettings } from "./settings";
import { Traffic } from "./traffic";
import { usageMeter } from "./usage";

const TICK_MS = 1000;
const USAGE_MS = 5000;
const PRUNE_MS = 60_000;
/** With `connection-loss` on, idle times don't hide it: something connects at least this often. */
const PING_MS = 3000;
/** Jobs a minute where the contract has no task that says it. */
const JOBS_PER_MINUTE = 12;

const log = makeLog("app", process.env.LOG_LEVEL);

function main(): void {
  const settings = readSettings();
  const contract = readContract(settings.contractFile);
  const mine = contract.metrics.filter((metric) => metric.from === "app");
  const meter = new PromMeter(mine);
  processMetrics(meter.registry);
  const recorder = new Recorder(mine, meter, 1, unmeasured(settings));
  const faults = new FaultSet();
  const { store, queue, lost } = openDependencies(settings, recorder, faults, log, {
    name: "demo-app",
    connections: 4,
  });
  const board = settings.redis && new FaultBoard(settings.redis, log);
  const service = new Service(store, queue, faults, log, settings.vectorStore);

  faults.onChange((on) => {
    log("warn", "faults changed", { faults: [...on] });
    store?.loseConnection(on.has("connection-loss"));
    queue?.loseConnection(on.has("connection-loss"));
  });
  board?.follow(faults);
  const setFaults = async (on: ReadonlySet<Fault>): Promise<void> => {
    await board?.write(on);
    faults.replace(on);
  };

  const routing = {
    title: contract.title ?? contract.workload,
    service,
    faults: () => faults.on,
    setFaults,
    metrics: () => meter.registry.metrics(),
  };
  const server = serve(
    (request) => answer(request, routing),
    (request) => measure(recorder, request),
  );
  server.on("error", (error) => fail(error));
  server.listen(settings.port, () => log("info", "listening", { port: settings.port, workload: contract.workload }));

  const jobs = contract.metrics.find(({ demo }) => demo?.measured === "task")?.demo?.perMinute ?? JOBS_PER_MINUTE;
  const traffic = new Traffic(settings.port, { submit: jobs, status: jobs * 5, search: jobs * 1.5 });
  // Even where no fault is on, a database that is really gone shows in what the contract says of its loss.
  const effective = (): ReadonlySet<Fault> =>
    lost() ? new Set([...faults.on, "connection-loss" as const]) : faults.on;

  let last = Date.now();
  every(TICK_MS, async () => {
    const now = Date.now();
    const seconds = Math.min((now - last) / 1000, 10);
    last = now;
    recorder.tick(seconds, now / 1000, effective());
    traffic.tick(seconds, now / 1000);
    await keepQueue(service, recorder, faults.on);
  });
  every(PING_MS, () => service.notReady().then(() => undefined));
  every(PRUNE_MS, () => service.prune());
  const usage = usageMeter();
  const measureUsage = async (): Promise<void> => {
    const { cpu, memoryBytes } = usage();
    recorder.levels("process-cpu", [cpu]);
    recorder.levels("process-memory", [memoryBytes]);
  };
  void measureUsage();
  every(USAGE_MS, measureUsage);

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      log("info", "stopping", { signal });
      traffic.close();
      server.close();
      server.closeAllConnections();
      queue?.close();
      board?.close();
      setTimeout(() => process.exit(0), 100);
    });
  }
}

/** Measures the queue, and fills it as far as the faults ask for. */
async function keepQueue(service: Service, recorder: Recorder, on: ReadonlySet<Fault>): Promise<void> {
  const [metric] = recorder.declared("queue-length");
  if (metric !== undefined && asksForQueue(metric, on)) await service.fill(level(metric, on));
  recorder.levels("queue-length", [await service.waiting()]);
}

function asksForQueue(metric: Metric, on: ReadonlySet<Fault>): boolean {
  return [...on].some((fault) => metric.demo?.during?.[fault] !== undefined);
}

function measure(recorder: Recorder, { method, answer, seconds }: Finished): void {
  const { route, status } = answer;
  if (route !== "/" && !route.startsWith("/api/")) return;
  const code = { status: String(status), status_code: String(status), code: String(status) };
  recorder.happened("http-request", seconds, { method, endpoint: route, path: route, route, handler: route, ...code });
}

/** Runs it at this pace, the next time only when the last one is done. What it throws is for `debug`. */
function every(ms: number, run: () => Promise<void>): void {
  const again = (): void => {
    setTimeout(() => {
      run()
        .catch((error) => log("debug", "background work failed", { reason: reason(error) }))
        .finally(again);
    }, ms);
  };
  again();
}

function fail(error: unknown): never {
  log("error", "can't run", { reason: reason(error) });
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
