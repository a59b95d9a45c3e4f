import type { Fault } from "../signals/metrics";
import { level, Pacer, sample, wave } from "./behaviour";
import { readContract } from "./contract";
import { openDependencies, unmeasured } from "./dependencies";
import { FaultSet } from "./faults";
import { makeLog, reason, type Log } from "./log";
import type { QueuedJob } from "./queue";
import { Recorder } from "./recorder";
import { readSettings } from "./settings";
import { StatsdMeter } from "./statsd-meter";
import type { Store } from "./store";
import { usageMeter } from "./usage";

const TICK_MS = 1000;
const USAGE_MS = 5000;
const TAKE_SECONDS = 1;
/** A job takes a tenth of the time that it reports, and no more than this: two processes must keep up with a demo. */
const TIME_SCALE = 0.1;
const MAX_WORK_SECONDS = 5;
/** Where the contract has no task metric: seconds of work, and jobs a minute. */
const TASK = { typical: 6, perMinute: 12 };
/** Share of jobs that fail while the `errors` fault is on. */
const FAILED_SHARE = 0.5;

/** One of the worker's processes: takes jobs, works on them, and emits its share of the contract by StatsD. */
export async function runChild(index: number): Promise<void> {
  const log = makeLog(`worker-${index + 1}`, process.env.LOG_LEVEL);
  const settings = readSettings();
  const metrics = readContract(settings.contractFile).metrics.filter((metric) => metric.from === "worker");
  const meter = new StatsdMeter(settings.statsd!, log);
  const share = 1 / (settings.workerProcesses * settings.workerReplicas);
  const recorder = new Recorder(metrics, meter, share, unmeasured(settings));
  const faults = new FaultSet();
  process.on("message", (on) => faults.replace(on as Fault[]));
  // The parent is gone: nobody would ever end this one.
  process.on("disconnect", () => process.exit(0));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      setTimeout(() => process.exit(0), 500);
      void meter.close().finally(() => process.exit(0));
    });
  }

  const { store, queue } = openDependencies(settings, recorder, faults, log, { name: "demo-worker", connections: 1 });

  const work = (job: QueuedJob): Promise<void> => doJob(job, recorder, store, faults.on, log);
  const pacer = new Pacer(1);
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    const seconds = Math.min((now - last) / 1000, 10);
    last = now;
    // A worker that can't reach its queue has nothing to work on, and therefore nothing to tell.
    if (faults.has("worker-stop") || queue?.connected === false) return;
    recorder.tick(seconds, now / 1000, faults.on);
    const perMinute = recorder.declared("task")[0]?.demo?.perMinute ?? TASK.perMinute;
    const due = queue ? 0 : pacer.due(perMinute * share * wave(now / 1000), seconds);
    for (let i = 0; i < due; i++) void work({ id: 0, at: now });
  }, TICK_MS);

  const usage = usageMeter();
  process.send?.(usage());
  setInterval(() => process.send?.(usage()), USAGE_MS);

  await meter.reachable();
  while (queue) {
    if (!queue.connected || faults.has("worker-stop") || faults.has("queue-jam")) {
      await sleep(0.5);
      continue;
    }
    try {
      const job = await queue.take(TAKE_SECONDS);
      if (job !== undefined && !job.filler) await work(job);
    } catch (error) {
      log("warn", "no job could be taken", { reason: reason(error) });
      await sleep(1);
    }
  }
}

/** Works on a job: the call to the model is a pause, the rows in the database are real. */
async function doJob(
  job: QueuedJob,
  recorder: Recorder,
  store: Store | undefined,
  on: ReadonlySet<Fault>,
  log: Log,
): Promise<void> {
  const waited = (Date.now() - job.at) / 1000;
  const task = recorder.declared("task")[0];
  const total = recorder.declared("task-total")[0];
  const median = task ? level(task, on) : TASK.typical;
  const seconds = sample(median);
  // What the contract says a whole job takes beyond its task: time outside the worker.
  const around = total ? Math.max(0, level(total, on) - median) : 0;
  const failed = on.has("errors") && Math.random() < FAILED_SHARE;
  const result = failed ? "failed" : "completed";
  const save = async (status: "running" | "failed" | "completed"): Promise<void> => {
    if (job.id === 0) return;
    await store
      ?.update(job.id, status)
      .catch((error) => log("error", "job not saved", { id: job.id, reason: reason(error) }));
  };
  await save("running");
  await sleep(Math.min(seconds * TIME_SCALE, MAX_WORK_SECONDS));
  await save(result);
  recorder.happened("task", seconds, { status: result, outcome: result });
  if (!failed) recorder.happened("task-total", waited + seconds + around);
  log(failed ? "warn" : "info", `job ${result}`, { id: job.id, seconds: Math.round(seconds * 10) / 10 });
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
