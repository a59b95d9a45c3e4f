import { Pool, type PoolClient } from "pg";
import { isConnectionError } from "./connection";
import { reason, type Log } from "./log";
import type { PostgresSettings } from "./settings";

/** Rows that are kept; older ones are deleted, so that a demo that runs for months stays small. */
const KEEP_ROWS = 5000;
const CONNECT_TIMEOUT_MS = 2000;
const QUERY_TIMEOUT_MS = 5000;
/** Where nothing listens: connecting there is refused at once, as with a database that is down. */
const CLOSED = { host: "127.0.0.1", port: 1 };

export type Status = "pending" | "running" | "completed" | "failed";
export interface Job {
  readonly id: number;
  readonly status: Status;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

export interface StoreHooks {
  /** A query was answered: its duration includes no waiting for a connection. */
  operation(name: string, seconds: number): void;
  /** Connecting failed, or a connection broke. */
  connectionError(): void;
  /** Seconds that the database shall take longer for the next query. */
  delay(): number;
}

/** Whether Postgres answered, with an error of its own: those have a code of five characters (SQLSTATE). */
function isAnswer(error: unknown): boolean {
  return "severity" in (error as object) && !isConnectionError(error);
}

/** The demo's own table in Postgres. Every method throws when the database can't be reached. */
export class Store {
  private pool: Pool;
  private lost = false;
  private ready = false;

  constructor(
    private readonly settings: PostgresSettings,
    private readonly hooks: StoreHooks,
    private readonly log: Log,
    private readonly applicationName: string,
    private readonly connections = 4,
  ) {
    this.pool = this.open();
  }

  /** From now on connecting really fails, or works again. Connections that are open are given up. */
  loseConnection(lost: boolean): void {
    if (lost === this.lost) return;
    this.lost = lost;
    const old = this.pool;
    this.pool = this.open();
    void old.end().catch(() => undefined);
  }

  async submit(): Promise<number> {
    const rows = await this.query<{ id: string }>("insert", "INSERT INTO demo_jobs DEFAULT VALUES RETURNING id");
    return Number(rows[0]!.id);
  }

  async find(id: number): Promise<Job | undefined> {
    const rows = await this.query<Job>(
      "select",
      "SELECT id::int, status, created_at, finished_at FROM demo_jobs WHERE id = $1",
      [id],
    );
    return rows[0];
  }

  /** The newest jobs, of one status if it is given. */
  search(status: string | undefined, limit: number): Promise<Job[]> {
    return this.query<Job>(
      "select",
      `SELECT id::int, status, created_at, finished_at FROM demo_jobs
       WHERE $1::text IS NULL OR status = $1 ORDER BY id DESC LIMIT $2`,
      [status ?? null, limit],
    );
  }

  async update(id: number, status: Status): Promise<void> {
    const finished = status === "completed" || status === "failed";
    await this.query("update", "UPDATE demo_jobs SET status = $2, finished_at = $3 WHERE id = $1", [
      id,
      status,
      finished ? new Date() : null,
    ]);
  }

  async prune(): Promise<void> {
    await this.query("delete", "DELETE FROM demo_jobs WHERE id <= (SELECT max(id) FROM demo_jobs) - $1", [KEEP_ROWS]);
  }

  async ping(): Promise<void> {
    await this.query("select", "SELECT 1");
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private open(): Pool {
    const pool = new Pool({
      ...this.settings,
      ...(this.lost && CLOSED),
      max: this.connections,
      application_name: this.applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      // A worker that is stopped for hours shall not look like a leak.
      idleTimeoutMillis: 60_000,
    });
    // Without a listener an idle connection that breaks ends the process.
    pool.on("error", (error) => this.failed(error));
    return pool;
  }

  private async query<Row>(operation: string, text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on("error", onError);
    try {
      if (!this.ready) await this.createTable(client);
      const delay = this.hooks.delay();
      const start = process.hrtime.bigint();
      if (delay > 0) await client.query("SELECT pg_sleep($1)", [Math.min(delay, QUERY_TIMEOUT_MS / 2000)]);
      const result = await client.query(text, values);
      this.hooks.operation(operation, Number(process.hrtime.bigint() - start) / 1e9);
      return result.rows as Row[];
    } catch (error) {
      // What isn't the server's answer to this statement leaves the connection in an unknown state.
      if (!isAnswer(error)) broken ??= error as Error;
      if (isConnectionError(broken ?? error)) this.failed(error);
      throw error;
    } finally {
      client.off("error", onError);
      client.release(broken);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      this.failed(error);
      throw error;
    }
  }

  private async createTable(client: PoolClient): Promise<void> {
    // Two processes that start together would both try: "IF NOT EXISTS" alone is not safe against that.
    await client.query("SELECT pg_advisory_lock(7133)");
    try {
      await client.query(`CREATE TABLE IF NOT EXISTS demo_jobs (
        id bigserial PRIMARY KEY,
        status text NOT NULL DEFAULT 'pending',
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz)`);
    } finally {
      await client.query("SELECT pg_advisory_unlock(7133)");
    }
    this.ready = true;
  }

  private failed(error: unknown): void {
    this.hooks.connectionError();
    this.log("error", "database connection failed", { reason: reason(error) });
  }
}
