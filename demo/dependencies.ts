import { level, sample } from "./behaviour";
import type { FaultSet } from "./faults";
import type { Log } from "./log";
import { Queue } from "./queue";
import type { MeasuredKind, Recorder } from "./recorder";
import type { Settings } from "./settings";
import { Store } from "./store";

/** So long may the database and Redis take to start beside this process before failed connections count as errors. */
const START_MS = 60_000;
/** A connection that failed less than this ago counts as lost. */
const LOST_MS = 15_000;

export interface Dependencies {
  /** Absent where the settings name no database. */
  readonly store: Store | undefined;
  /** Absent where the settings name no Redis. */
  readonly queue: Queue | undefined;
  /** Whether a connection failed in the last 15 s. */
  lost(): boolean;
}

/** What nothing here can measure, since its dependency isn't named. */
export function unmeasured({ postgres, redis }: Settings): Set<MeasuredKind> {
  return new Set([...(postgres ? [] : ["db-query" as const]), ...(redis ? [] : ["redis-operation" as const])]);
}

/** Opens the database and the queue, and has the recorder told of what happens with them. */
export function openDependencies(
  settings: Settings,
  recorder: Recorder,
  faults: FaultSet,
  log: Log,
  options: { readonly name: string; readonly connections: number },
): Dependencies {
  const { postgres, redis } = settings;
  let lastLoss = -Infinity;

  const hooks = (
    measured: "db-query" | "redis-operation",
    failed: "db-connection-error" | "redis-connection-error",
  ) => {
    const slowed = recorder.declared(measured).find(({ demo }) => demo?.during?.latency !== undefined);
    let met = false;
    return {
      operation: (operation: string, seconds: number): void => {
        met = true;
        recorder.happened(measured, seconds, { operation, command: operation, query: operation });
      },
      connectionError: (): void => {
        // An alert on any lost connection shall not fire because a stack's parts start in some order.
        if (!met && process.uptime() * 1000 < START_MS) return;
        lastLoss = Date.now();
        recorder.happened(failed);
      },
      delay: (): number => (slowed && faults.has("latency") ? sample(level(slowed, faults.on)) : 0),
    };
  };

  const database = hooks("db-query", "db-connection-error");
  const cache = hooks("redis-operation", "redis-connection-error");
  return {
    store: postgres && new Store(postgres, database, log, options.name, options.connections),
    queue: redis && new Queue(redis, settings.queue, cache, log),
    lost: () => Date.now() - lastLoss < LOST_MS,
  };
}
