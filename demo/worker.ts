/**
 * The demo's worker: a parent that supervises child processes, as Celery's prefork pool does. The children take the
 * jobs and emit by StatsD; the parent emits what concerns all of them. Environment: see `settings.ts`.
 */
import { fork, type ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { Fault } from "../signals/metrics";
import { processMetrics } from "./process-metrics";
import { readContract } from "./contract";
import { FaultSet } from "./faults";
import { makeLog, reason } from "./log";
import { FaultBoard, Queue } from "./queue";
import { Recorder } from "./recorder";
import { readSettings } from "./settings";
import { StatsdMeter } from "./statsd-meter";
import type { Usage } from "./usage";
import { runChild } from "./worker-child";

/** Set in a child's environment: its number, from 0. */
const CHILD = "DEMO_WORKER_CHILD";
const CHILD_HEAP_MB = 48;
const RESTART_MS = 1000;
const GAUGES_MS = 5000;
/** Zeros are repeated, so that an exporter that was restarted has every counter again. */
const ZEROS_MS = 15_000;
/** A child that said nothing for this long is not well. */
const SILENT_MS = 20_000;

interface Child {
  process: ChildProcess;
  usage: Usage;
  heard: number;
}

const log = makeLog("worker", process.env.LOG_LEVEL);

async function runParent(): Promise<void> {
  const settings = readSettings();
  const contract = readContract(settings.contractFile);
  const mine = contract.metrics.filter((metric) => metric.from === "worker");
  if (settings.statsd === undefined) throw new Error("STATSD_HOST: where the workers' metrics go, is not set");
  const meter = new StatsdMeter(settings.statsd, log);
  const recorder = new Recorder(mine, meter);
  const faults = new FaultSet();
  const children: Child[] = [];
  let stopping = false;

  const tell = (child: ChildProcess): void => {
    if (child.connected) child.send([...faults.on]);
  };
  const start = (index: number): void => {
    const child = fork(__filename, [], {
      env: { ...process.env, [CHILD]: String(index) },
      execArgv: [...process.execArgv, `--max-old-space-size=${CHILD_HEAP_MB}`],
    });
    const entry: Child = { process: child, usage: { cpu: 0, memoryBytes: 0 }, heard: Date.now() };
    children[index] = entry;
    child.on("message", (usage) => Object.assign(entry, { usage, heard: Date.now() }));
    child.on("exit", (code) => {
      if (stopping) return;
      log("error", "worker process died", { index, code: code ?? -1 });
      setTimeout(() => !stopping && start(index), RESTART_MS);
    });
    tell(child);
  };
  for (let i = 0; i < settings.workerProcesses; i++) start(i);
  faults.onChange((on: ReadonlySet<Fault>) => {
    log("warn", "faults changed", { faults: [...on] });
    for (const child of children) tell(child.process);
  });

  const board = settings.redis && new FaultBoard(settings.redis, log);
  board?.follow(faults);

  // A queue's length is one number for all children, so it is the parent's.
  const noHooks = { operation: () => undefined, connectionError: () => undefined, delay: () => 0 };
  const measuresQueue = recorder.declared("queue-length").length > 0;
  const queue = measuresQueue && settings.redis ? new Queue(settings.redis, settings.queue, noHooks, log) : undefined;

  const own = processMetrics();
  const server = createServer((request, answer) => {
    if (request.url === "/metrics") {
      void own.metrics().then((text) => answer.writeHead(200, { "content-type": own.contentType }).end(text));
      return;
    }
    const silent = children.filter(({ heard }) => Date.now() - heard > SILENT_MS).length;
    answer.writeHead(silent === 0 ? 200 : 503, { "content-type": "application/json" });
    answer.end(JSON.stringify({ status: silent === 0 ? "ok" : "silent", processes: children.length, silent }) + "\n");
  });
  server.on("error", (error) => fail(error));
  server.listen(settings.healthPort);

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      stopping = true;
      log("info", "stopping", { signal });
      for (const child of children) child.process.kill("SIGTERM");
      setTimeout(() => process.exit(0), 700);
      void Promise.all([meter.close(), ...children.map(exited)]).then(() => process.exit(0));
    });
  }

  const unlessStopped = (run: () => void) => (): void => {
    if (!faults.has("worker-stop")) run();
  };
  const gauges = unlessStopped(() => {
    const usages = children.map(({ usage }) => usage);
    recorder.levels(
      "process-cpu",
      usages.map(({ cpu }) => cpu),
      settings.workerName,
    );
    recorder.levels(
      "process-memory",
      usages.map(({ memoryBytes }) => memoryBytes),
      settings.workerName,
    );
    void queue?.length().then(
      (length) => recorder.levels("queue-length", [length]),
      () => undefined,
    );
  });
  log("info", "started", { workload: contract.workload, processes: settings.workerProcesses });
  await meter.reachable();
  recorder.zeros();
  recorder.firstObservations();
  setInterval(gauges, GAUGES_MS);
  setInterval(
    unlessStopped(() => recorder.zeros()),
    ZEROS_MS,
  );
}

function exited({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

function fail(error: unknown): never {
  log("error", "can't run", { reason: reason(error) });
  process.exit(1);
}

const index = process.env[CHILD];
if (index === undefined) runParent().catch(fail);
else runChild(Number(index)).catch(fail);
