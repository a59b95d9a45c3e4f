import type { FaultSet } from "./faults";
import { reason, type Log } from "./log";
import type { Queue } from "./queue";
import type { Job, Store } from "./store";

/** Jobs that are remembered where there is no database. */
const MEMORY_JOBS = 100;
/** Share of requests that fail while the `errors` fault is on. */
const ERROR_SHARE = 0.3;

/** What the app does, with a database and a queue or without either. */
export class Service {
  private readonly memory = new Map<number, Job>();
  private lastId = 0;

  constructor(
    private readonly store: Store | undefined,
    private readonly queue: Queue | undefined,
    private readonly faults: FaultSet,
    private readonly log: Log,
  ) {}

  /** Puts a job into the table and the queue, and returns its id. */
  async submit(): Promise<number> {
    this.maybeFail();
    const id = this.store ? await this.store.submit() : this.remember();
    await this.queue?.push([{ id, at: Date.now() }]);
    this.log("info", "job submitted", { id });
    return id;
  }

  async find(id: number): Promise<Job | undefined> {
    this.maybeFail();
    return this.store ? this.store.find(id) : this.memory.get(id);
  }

  async search(status: string | undefined): Promise<Job[]> {
    this.maybeFail();
    if (this.store) return this.store.search(status, 20);
    return [...this.memory.values()].filter((job) => status === undefined || job.status === status).slice(-20);
  }

  /** What is wrong, by dependency; empty when the app can do its work. */
  async notReady(): Promise<Record<string, string>> {
    const faults: Record<string, string> = {};
    const check = async (name: string, ping: () => Promise<void> | undefined): Promise<void> => {
      try {
        await ping();
      } catch (error) {
        faults[name] = reason(error);
      }
    };
    await Promise.all([check("database", () => this.store?.ping()), check("redis", () => this.queue?.ping())]);
    return faults;
  }

  /** Jobs that wait; 0 without a queue. */
  async waiting(): Promise<number> {
    return (await this.queue?.length()) ?? 0;
  }

  /** Makes the queue at least this long with jobs that mean nothing. */
  async fill(target: number): Promise<void> {
    const missing = target - (await this.waiting());
    if (missing <= 0 || this.queue === undefined) return;
    const filler = { id: 0, at: Date.now(), filler: true };
    await this.queue.push(Array.from({ length: Math.min(missing, 50) }, () => filler));
  }

  async prune(): Promise<void> {
    await this.store?.prune();
  }

  private maybeFail(): void {
    if (this.faults.has("errors") && Math.random() < ERROR_SHARE) throw new Error("fault: errors");
  }

  private remember(): number {
    const id = ++this.lastId;
    this.memory.set(id, { id, status: "completed", created_at: new Date(), finished_at: new Date() });
    this.memory.delete(id - MEMORY_JOBS);
    return id;
  }
}
