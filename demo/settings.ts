import { readFileSync } from "node:fs";
import { CONTRACT_PATH } from "./contract";

export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** From `PGSSLMODE`: `require` encrypts, `verify-full` also checks the server's certificate. Default: unencrypted. */
  readonly ssl: boolean | { readonly rejectUnauthorized: false };
  /** Read anew for every connection, so that a rotated password is taken without a restart. */
  readonly password: () => string;
}

export interface RedisSettings {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
}

export interface Settings {
  /** `CONTRACT_FILE`. Default `/etc/sightline/contract.json`. */
  readonly contractFile: string;
  /** `PORT` of the app's HTTP server. Default 8000. */
  readonly port: number;
  /** `HEALTH_PORT` of the worker's `/health`. Default 8001. */
  readonly healthPort: number;
  /** `PGHOST`, `PGPORT` (5432), `PGUSER`, `PGDATABASE`, `PGPASSWORD_FILE`. Absent without `PGHOST`. */
  readonly postgres: PostgresSettings | undefined;
  /** `REDIS_HOST`, `REDIS_PORT` (6379), `REDIS_PASSWORD_FILE`. Absent without `REDIS_HOST`. */
  readonly redis: RedisSettings | undefined;
  /** `STATSD_HOST`, `STATSD_PORT` (9125). Absent without `STATSD_HOST`. */
  readonly statsd: { readonly host: string; readonly port: number } | undefined;
  /** `QDRANT_URL`, without a slash at the end. Absent without it. */
  readonly vectorStore: string | undefined;
  /** `WORKER_PROCESSES`: children of the worker. Default 2. */
  readonly workerProcesses: number;
  /** `WORKER_REPLICAS`: containers like this one, which share the traffic. Default 1. */
  readonly workerReplicas: number;
  /** `WORKER_NAME`, the container's: a label of its CPU and memory where the contract has such values. Default none. */
  readonly workerName: string | undefined;
  /** `QUEUE`: the Redis list that jobs wait in. Default `careplan`. */
  readonly queue: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error naming every variable that isn't what it should be, and password files that can't be read. */
export function readSettings(env: Environment = process.env): Settings {
  const faults: string[] = [];

  const number = (name: string, fallback: number, max = 65535): number => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text);
    faults.push(`${name}: ${JSON.stringify(text)} is not a whole number from 1 to ${max}`);
    return fallback;
  };
  const secret = (name: string): string | undefined => {
    const path = env[name];
    if (!path) return undefined;
    try {
      return readFileSync(path, "utf8").trim();
    } catch (error) {
      faults.push(`${name}: ${(error as Error).message}`);
      return undefined;
    }
  };

  const settings: Settings = {
    contractFile: env.CONTRACT_FILE || CONTRACT_PATH,
    port: number("PORT", 8000),
    healthPort: number("HEALTH_PORT", 8001),
    postgres: env.PGHOST
      ? {
          host: env.PGHOST,
          port: number("PGPORT", 5432),
          user: env.PGUSER || "postgres",
          database: env.PGDATABASE || env.PGUSER || "postgres",
          ssl: env.PGSSLMODE === "require" ? { rejectUnauthorized: false } : env.PGSSLMODE === "verify-full",
          password: () => secret("PGPASSWORD_FILE") ?? "",
        }
      : undefined,
    redis: env.REDIS_HOST
      ? { host: env.REDIS_HOST, port: number("REDIS_PORT", 6379), password: secret("REDIS_PASSWORD_FILE") }
      : undefined,
    statsd: env.STATSD_HOST ? { host: env.STATSD_HOST, port: number("STATSD_PORT", 9125) } : undefined,
    vectorStore: env.QDRANT_URL?.replace(/\/+$/, "") || undefined,
    workerProcesses: number("WORKER_PROCESSES", 2, 64),
    workerReplicas: number("WORKER_REPLICAS", 1, 100),
    workerName: env.WORKER_NAME || undefined,
    queue: env.QUEUE || "careplan",
  };
  settings.postgres?.password();
  if (faults.length > 0) throw new Error(faults.join("; "));
  return settings;
}
