import { askAll, askHttp, type Check } from "./checks";
import type { FaultSet } from "./faults";
import type { Log } from "./log";
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
    /** Where the vector store is. Default: there is none. */
    private readonly vectorStore?: string,
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
    const { store, queue, vectorStore } = this;
    const checks = await askAll({
      database: store && (() => store.ping()),
      redis: queue && (() => queue.ping()),
      qdrant: vectorStore === undefined ? undefined : () => askHttp(`${vectorStore}/readyz`),
    });
    const wrong = Object.entries(checks).filter(([, { status }]) => status === "error");
    return Object.fromEntries(wrong.map(([name, { message = "" }]) => [name, message]));
  }

  /** Asks every dependency for what a user's request would ask of it, and times it. */
  deepChecks(): Promise<Record<string, Check>> {
    const { store, queue, vectorStore } = this;
    return askAll({
      database_query: store && (() => store.search(undefined, 1)),
      redis_query: queue && (() => queue.length()),
      vector_store_query: vectorStore === undefined ? undefined : () => askHttp(`${vectorStore}/collections`),
    });
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
