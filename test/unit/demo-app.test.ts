import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isConnectionError } from "../../demo/connection";
import { demoContract, readContract } from "../../demo/contract";
import { applyChange, decodeFaults, encodeFaults, FaultSet, faultTable } from "../../demo/faults";
import { makeLog, reason } from "../../demo/log";
import type { Queue } from "../../demo/queue";
import { answer, type Answer, type Routing } from "../../demo/routes";
import { Service } from "../../demo/service";
import { readSettings } from "../../demo/settings";
import type { Store } from "../../demo/store";
import type { Fault } from "../../signals/metrics";
import { workloads } from "../../workloads";

const dir = mkdtempSync(join(tmpdir(), "demo-"));
const silent = (): void => undefined;

describe("the contract file", () => {
  it.each(Object.values(workloads))("of $name is read as it was written", (workload) => {
    const path = join(dir, "contract.json");
    writeFileSync(path, demoContract(workload));
    expect(readContract(path)).toEqual({ workload: workload.name, title: workload.title, metrics: workload.metrics });
  });

  it("is named when it is missing or something else", () => {
    expect(() => readContract("/nowhere.json")).toThrow(/contract \/nowhere.json: ENOENT/);
    const path = join(dir, "other.json");
    writeFileSync(path, "{}");
    expect(() => readContract(path)).toThrow(`contract ${path}: needs "workload" and "metrics"`);
  });
});

describe("settings", () => {
  it("have defaults, and no database or Redis unless they are named", () => {
    expect(readSettings({})).toMatchObject({ port: 8000, queue: "careplan", workerProcesses: 2, postgres: undefined });
    expect(readSettings({}).vectorStore).toBeUndefined();
    expect(readSettings({ QDRANT_URL: "http://qdrant:6333/" }).vectorStore).toBe("http://qdrant:6333");
    expect(readSettings({ STATSD_HOST: "exporter" }).statsd).toEqual({ host: "exporter", port: 9125 });
  });

  it("read passwords from files, the database's anew each time", () => {
    const path = join(dir, "password");
    writeFileSync(path, "one\n");
    const { postgres, redis } = readSettings({
      PGHOST: "db",
      PGPASSWORD_FILE: path,
      REDIS_HOST: "redis",
      REDIS_PASSWORD_FILE: path,
    });
    expect([postgres!.password(), redis!.password]).toEqual(["one", "one"]);
    writeFileSync(path, "two\n");
    expect(postgres!.password()).toBe("two");
  });

  it("name every fault at once", () => {
    const env = { PORT: "http", WORKER_PROCESSES: "0", PGHOST: "db", PGPASSWORD_FILE: "/nowhere" };
    expect(() => readSettings(env)).toThrow(/PORT: "http".*WORKER_PROCESSES: "0".*PGPASSWORD_FILE: ENOENT/);
  });
});

describe("faults", () => {
  it("are switched on and off by name", () => {
    expect(applyChange(new Set(["latency"]), { errors: true, latency: false })).toEqual(new Set(["errors"]));
    expect(applyChange(new Set(), { eror: true })).toMatch(/no fault "eror".*errors, latency, worker-stop/);
    expect(applyChange(new Set(), { errors: 1 })).toBe("errors must be true or false");
    expect(applyChange(new Set(), [])).toMatch(/send an object/);
  });

  it("survive being kept as text", () => {
    const on = new Set<Fault>(["queue-jam", "errors"]);
    expect(new Set(decodeFaults(encodeFaults(on)))).toEqual(on);
    expect(decodeFaults(null)).toEqual([]);
    expect(decodeFaults("gone,errors")).toEqual(["errors"]);
    expect(faultTable(on)).toMatchObject({ errors: true, latency: false });
  });

  it("tell listeners of changes only", () => {
    const faults = new FaultSet();
    const seen: string[] = [];
    faults.onChange((on) => seen.push(encodeFaults(on)));
    faults.replace(["errors"]);
    faults.replace(["errors"]);
    faults.replace([]);
    expect(seen).toEqual(["errors", ""]);
  });
});

describe("the log", () => {
  it("is JSON, from its level on, bounded for each message", () => {
    const lines: string[] = [];
    let time = 0;
    const log = makeLog(
      "app",
      undefined,
      (line) => lines.push(line),
      () => time,
    );
    log("debug", "quiet");
    for (let i = 0; i < 25; i++) log("error", "broken", { i });
    log("info", "other");
    expect(lines).toHaveLength(11);
    time = 10_000;
    log("error", "broken");
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: "error", msg: "broken", role: "app", suppressed: 15 });
  });

  it("says of errors only what is safe", () => {
    const error = Object.assign(new Error("refused"), { code: "ECONNREFUSED", command: { args: ["secret"] } });
    expect(reason(new AggregateError([error]))).toBe("ECONNREFUSED: refused");
  });
});

it.each([
  [{ code: "ECONNREFUSED" }, true],
  [{ code: "28P01", severity: "FATAL" }, true],
  [{ code: "57P01", severity: "FATAL" }, true],
  [{ message: "Connection terminated unexpectedly" }, true],
  [{ message: "Stream isn't writeable and enableOfflineQueue options is false" }, true],
  [{ code: "42P01", severity: "ERROR" }, false],
  [{ message: "WRONGTYPE Operation" }, false],
])("connection error %j: %s", (error, expected) => {
  expect(isConnectionError(error)).toBe(expected);
});

describe("the endpoints", () => {
  const faults = new FaultSet();
  const routing = {
    title: "A <b> app",
    service: new Service(undefined, undefined, faults, silent),
    faults: () => faults.on,
    setFaults: async (on: ReadonlySet<Fault>) => faults.replace(on),
    metrics: async () => "m 1\n",
  };
  const ask = (method: string, path: string, body = "", query = ""): Promise<Answer> =>
    answer({ method, path, body, query: new URLSearchParams(query) }, routing);

  it("take a job, tell of it and find it, without a database", async () => {
    const { status, body } = await ask("POST", "/api/generate-careplan/", "{}");
    const { id } = JSON.parse(body) as { id: number };
    expect(status).toBe(202);
    expect(await ask("GET", `/api/careplan/${id}/status/`)).toMatchObject({
      status: 200,
      route: "/api/careplan/{id}/status/",
    });
    expect((await ask("GET", "/api/search-careplans/", "", "status=completed")).body).toContain(`"id":${id}`);
    expect((await ask("GET", "/api/careplan/999/status/")).status).toBe(404);
    expect((await ask("POST", "/api/generate-careplan/", "[")).status).toBe(400);
  });

  it("answer probes, scrapes and people", async () => {
    for (const path of ["/health", "/ready", "/metrics", "/"]) expect((await ask("GET", path)).status).toBe(200);
    expect((await ask("GET", "/")).body).toContain("A &#60;b&#62; app");
    expect(await ask("GET", "/nothing")).toMatchObject({ status: 404, route: "other" });
    expect((await ask("DELETE", "/health")).status).toBe(405);
  });

  it("ask deeply only what there is, and say what fails and how long it took", async () => {
    expect(await ask("GET", "/health/deep")).toMatchObject({ status: 200, body: '{"status":"ok","checks":{}}\n' });
    const asked = (store: object, queue: object): Routing => ({
      ...routing,
      service: new Service(store as Store, queue as Queue, faults, silent, "http://127.0.0.1:1"),
    });
    const works = asked({ search: async () => [], ping: async () => undefined }, { length: async () => 3 });
    const request = { method: "GET", path: "/health/deep", body: "", query: new URLSearchParams() };
    const { status, body } = await answer(request, works);
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: "error",
      checks: {
        database_query: { status: "ok", latency_ms: expect.any(Number) },
        redis_query: { status: "ok", latency_ms: expect.any(Number) },
        vector_store_query: {
          status: "error",
          latency_ms: expect.any(Number),
          message: expect.stringMatching(/refused|bad port/i),
        },
      },
    });
    const fails = asked(
      { ping: async () => Promise.reject(new Error("no database")) },
      { ping: async () => undefined },
    );
    const ready = await answer({ ...request, path: "/ready" }, fails);
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.body)).toMatchObject({
      reasons: { database: "no database", qdrant: expect.stringMatching(/refused|bad port/i) },
    });
  });

  it("switch faults", async () => {
    expect((await ask("POST", "/faults", '{"errors":true}')).status).toBe(200);
    expect((await ask("PUT", "/faults/latency")).status).toBe(200);
    expect([...faults.on]).toEqual(["errors", "latency"]);
    expect((await ask("PUT", "/faults/typo")).status).toBe(400);
    expect((await ask("DELETE", "/faults/errors")).body).toContain('"errors":false');
    expect((await ask("DELETE", "/faults")).status).toBe(200);
    expect(faults.on.size).toBe(0);
  });

  it("say so when a fault can't be kept", async () => {
    const broken = { ...routing, setFaults: async () => Promise.reject(new Error("Connection is closed.")) };
    const result = await answer(
      { method: "PUT", path: "/faults/errors", body: "", query: new URLSearchParams() },
      broken,
    );
    expect(result).toMatchObject({ status: 503 });
    expect(result.body).toContain("nothing was changed");
  });
});
