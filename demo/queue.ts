import Redis from "ioredis";
import type { Fault } from "../signals/metrics";
import { decodeFaults, encodeFaults, type FaultSet } from "./faults";
import { reason, type Log } from "./log";
import type { RedisSettings } from "./settings";

/** Jobs that may wait; the oldest are thrown away. */
export const QUEUE_BOUND = 500;
/** How often a lost connection is tried again. */
const RETRY_MS = 3000;
const CONNECT_TIMEOUT_MS = 2000;
const CLOSED = { host: "127.0.0.1", port: 1 };
/** A server that doesn't answer at all. Longer than a worker waits for a job. */
const COMMAND_TIMEOUT_MS = 3000;
const FAULTS_KEY = "sightline:faults";
const FOLLOW_MS = 1000;

export interface QueuedJob {
  /** Row in the database; 0 where there is none. */
  readonly id: number;
  /** When it was put in, in milliseconds since 1970. */
  readonly at: number;
  /** Only there to make the queue long: done at once, counted nowhere. */
  readonly filler?: boolean;
}

export interface QueueHooks {
  operation(name: string, seconds: number): void;
  connectionError(): void;
  /** Seconds that the next operation shall take longer. */
  delay(): number;
}

/** A list in Redis that jobs are pushed to on the left and taken from on the right, as Celery does. */
export class Queue {
  private redis: Redis;
  private lost = false;

  constructor(
    private readonly settings: RedisSettings,
    private readonly name: string,
    private readonly hooks: QueueHooks,
    private readonly log: Log,
  ) {
    this.redis = this.open();
  }

  get connected(): boolean {
    return this.redis.status === "ready";
  }

  /** From now on connecting really fails, or works again. */
  loseConnection(lost: boolean): void {
    if (lost === this.lost) return;
    this.lost = lost;
    this.redis.disconnect();
    this.redis = this.open();
  }

  async push(jobs: readonly QueuedJob[]): Promise<void> {
    const lines = jobs.map((job) => JSON.stringify(job));
    await this.timed("lpush", () => this.redis.lpush(this.name, ...lines));
    await this.timed("ltrim", () => this.redis.ltrim(this.name, 0, QUEUE_BOUND - 1));
  }

  length(): Promise<number> {
    return this.timed("llen", () => this.redis.llen(this.name));
  }

  async ping(): Promise<void> {
    await this.timed("ping", () => this.redis.ping());
  }

  /** Waits up to `seconds` for a job. Not timed: it is waiting, not work. */
  async take(seconds: number): Promise<QueuedJob | undefined> {
    const answer = await this.redis.brpop(this.name, seconds);
    return answer === null ? undefined : (JSON.parse(answer[1]) as QueuedJob);
  }

  close(): void {
    this.redis.disconnect();
  }

  private open(): Redis {
    return openRedis(this.lost ? { ...this.settings, ...CLOSED } : this.settings, (error) => {
      this.hooks.connectionError();
      this.log("error", "redis connection failed", { reason: reason(error) });
    });
  }

  private async timed<T>(name: string, operation: () => Promise<T>): Promise<T> {
    const start = process.hrtime.bigint();
    const delay = this.hooks.delay();
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay * 1000));
    const result = await operation();
    this.hooks.operation(name, Number(process.hrtime.bigint() - start) / 1e9);
    return result;
  }
}

/**
 * Where the faults are kept, so that every process of the demo has the same: a key in Redis over a connection of its
 * own, which `connection-loss` leaves alone. A fault could otherwise not be taken back.
 */
export class FaultBoard {
  private readonly redis: Redis;

  constructor(settings: RedisSettings, log: Log) {
    this.redis = openRedis(settings, (error) => log("debug", "faults can't be read", { reason: reason(error) }));
  }

  /** Keeps the set as it is on the board, from within a second. It stays as it was while Redis can't be reached. */
  follow(faults: FaultSet): void {
    setInterval(() => {
      this.redis.get(FAULTS_KEY).then(
        (text) => faults.replace(decodeFaults(text)),
        () => undefined,
      );
    }, FOLLOW_MS).unref();
  }

  async write(on: ReadonlySet<Fault>): Promise<void> {
    if (on.size === 0) await this.redis.del(FAULTS_KEY);
    else await this.redis.set(FAULTS_KEY, encodeFaults(on));
  }

  close(): void {
    this.redis.disconnect();
  }
}

function openRedis(settings: RedisSettings, onError: (error: unknown) => void): Redis {
  const redis = new Redis({
    ...settings,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: () => RETRY_MS,
    // Fail at once instead of waiting for a connection: waiting requests would pile up.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
  });
  redis.on("error", onError);
  return redis;
}
