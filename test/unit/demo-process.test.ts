import { spawn, type ChildProcess } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildDemo } from "../../demo/build";
import { demoContract } from "../../demo/contract";
import { workloads } from "../../workloads";

const dir = mkdtempSync(join(tmpdir(), "demo-"));
const workload = workloads["pharmacy-care-plan"]!;

/** The bundles as they are in the image, without a database, Redis or exporter: those are looked at by `npm run up`. */
describe("the built demo", () => {
  let port: number;
  let statsd: Socket;
  const received = new Set<string>();
  const started: ChildProcess[] = [];
  const start = (file: string, env: Record<string, string>): ChildProcess => {
    const child = spawn(process.execPath, [join(dir, file)], {
      env: { CONTRACT_FILE: join(dir, "contract.json"), ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    started.push(child);
    return child;
  };

  beforeAll(async () => {
    buildDemo(dir);
    writeFileSync(join(dir, "contract.json"), demoContract(workload));
    port = await freePort();
    statsd = createSocket("udp4");
    statsd.on("message", (packet) => {
      for (const line of packet.toString().split("\n")) received.add(line.split(":")[0]!);
    });
    await new Promise<void>((resolve) => statsd.bind(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    for (const child of started) child.kill("SIGKILL");
    statsd.close();
  });

  it("exposes every metric of the app at once, takes faults, and ends within a second", async () => {
    const app = start("app.js", { PORT: String(port) });
    await expect.poll(() => get(port, "/ready"), { timeout: 10_000 }).toContain("ready");
    const text = await get(port, "/metrics");
    for (const { name, from } of workload.metrics) {
      if (from === "app") expect(text).toContain(`# TYPE ${name} `);
      else expect(text).not.toContain(name);
    }
    expect(await get(port, "/faults/errors", "PUT")).toContain('"errors":true');
    expect(await end(app)).toBeLessThan(1000);
  });

  it("sends every metric of the worker within 15 s, undeclared ones never, and ends within a second", async () => {
    const { port: statsdPort } = statsd.address();
    const env = { STATSD_HOST: "127.0.0.1", STATSD_PORT: String(statsdPort), HEALTH_PORT: String(await freePort()) };
    const worker = start("worker.js", env);
    const declared = workload.metrics.flatMap(({ statsd }) => statsd ?? []).sort();
    await expect.poll(() => [...received].sort(), { timeout: 15_000 }).toEqual(declared);
    expect(await get(Number(env.HEALTH_PORT), "/health")).toContain('"processes":2');
    expect(await end(worker)).toBeLessThan(1000);
  });

  it("says what is missing, and stops", async () => {
    const worker = start("worker.js", {});
    let output = "";
    worker.stdout!.on("data", (part: Buffer) => (output += part.toString()));
    const code = await new Promise((resolve) => worker.on("close", resolve));
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ level: "error", reason: expect.stringContaining("STATSD_HOST") });
  });
});

async function get(port: number, path: string, method = "GET"): Promise<string> {
  return fetch(`http://127.0.0.1:${port}${path}`, { method }).then(
    (response) => response.text(),
    () => "",
  );
}

/** Milliseconds from SIGTERM to the end. */
async function end(child: ChildProcess): Promise<number> {
  const start = Date.now();
  const ended = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGTERM");
  await ended;
  return Date.now() - start;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
