import { createSocket } from "node:dgram";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containersOf } from "../../cli/lib/docker-stack";
import { alertmanagerAlerts, PrometheusApi } from "../../cli/lib/prometheus-api";
import { run, waitUntil } from "../../cli/lib/shell";
import type { CommandResult } from "../lib/command";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { hostAddress, TestStack } from "../lib/stack";

/** A port of the stack on this machine. */
interface Published {
  readonly role: string;
  readonly ip: string;
  readonly port: number;
  readonly protocol: string;
}

/** What is asked of each role: a path that shows what is in it. */
const paths: Readonly<Record<string, string>> = {
  app: "/metrics",
  grafana: "/api/search",
  viewer: "/api/search",
  prometheus: "/api/v1/query?query=up",
  alertmanager: "/api/v2/alerts",
  "alertmanager-2": "/api/v2/alerts",
};

/** The answers without a login, with a wrong one, with the right one. The application's own is its own affair. */
const behindLogin = [401, 401, 200];
const expected: Readonly<Record<string, readonly number[]>> = {
  app: [200, 200, 200],
  grafana: behindLogin,
  viewer: behindLogin,
  prometheus: behindLogin,
  alertmanager: behindLogin,
  "alertmanager-2": behindLogin,
};

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});

describe("a stack that is published beyond this machine", () => {
  const docker = needsDocker();
  let stack: TestStack;
  let first: CommandResult;
  const address = () => hostAddress();
  const password = () => stack.secrets()["web"] as string;
  const admin = () => basic("admin", stack.secrets()["grafana-admin"] as string);

  beforeAll(async () => {
    if (!docker) return;
    stack = new TestStack("test-access", await freePorts());
    await stack.clear();
    stack.configure({ bindAddress: "0.0.0.0", alertmanager: { replicas: 2 } });
    first = await stack.up();
  });
  afterAll(() => stack?.remove());

  const prometheusUrl = () => `http://${address()}:${stack.ports.prometheus}`;
  const prometheus = (given: string) => new PrometheusApi(prometheusUrl(), basic("sightline", given));
  const status = async (url: string, headers: Record<string, string> = {}, method = "GET") => {
    const response = await fetch(url, { method, headers, redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.text();
    return response.status;
  };
  const shown = async () => {
    const url = `http://${address()}:${stack.ports.grafana}/api/datasources/proxy/uid/prometheus/api/v1/query?query=up`;
    const answer = await fetch(url, { headers: admin() });
    return [answer.status, ((await answer.json()) as { status?: string }).status];
  };

  it("says who logs in, and where the password is", () => {
    expect(first.stdout).toMatch(/^ +login of both +user sightline, password: "web" in \S+secrets\.json$/m);
    expect(first.output).not.toContain(password());
    expect(first.output).not.toMatch(/^open: /m);
  });

  it("refuses at every port without the right login, but the application's", async () => {
    const ports = (await published(stack)).filter(({ protocol }) => protocol === "tcp");
    const answers = await Promise.all(
      ports.map(async ({ role, port }) => {
        const url = `http://${address()}:${port}${paths[role] ?? "/"}`;
        const right = role === "grafana" || role === "viewer" ? admin() : basic("sightline", password());
        const wrong = basic("sightline", "not-the-password");
        return [role, [await status(url), await status(url, wrong), await status(url, right)]] as const;
      }),
    );
    const rows = answers.map(([role, codes], index) => `${ports[index]?.port}/tcp ${role}: ${codes.join(", ")}`);
    console.log(`asked at ${address()}: without a login, with a wrong one, with the right one\n${rows.join("\n")}`);
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(answers.map(([role]) => [role, expected[role] ?? "no port that is known"])),
    );
    expect(answers.length).toBe(5);
  });

  it.each([
    ["prometheus", ["/", "/metrics", "/-/ready", "/-/healthy", "/api/v1/status/config", "/federate", "/debug/pprof/"]],
    ["alertmanager", ["/", "/metrics", "/-/ready", "/-/healthy", "/api/v2/status", "/api/v2/silences"]],
  ] as const)("%s has no path that is open", async (role, list) => {
    const url = `http://${address()}:${stack.ports[role]}`;
    const gets = await Promise.all(list.map((path) => status(url + path)));
    const posts = await Promise.all(["/-/reload", "/api/v2/alerts"].map((path) => status(url + path, {}, "POST")));
    expect(new Set([...gets, ...posts])).toEqual(new Set([401]));
    expect(await status(`${url}/metrics`, basic("admin", password()))).toBe(401);
  });

  it("takes StatsD from this machine only", async () => {
    const [statsd] = (await published(stack)).filter(({ protocol }) => protocol === "udp");
    expect(statsd).toMatchObject({ role: "statsd-exporter", ip: "127.0.0.1", port: stack.ports.statsd });
    // An undeclared name is dropped, and counted.
    const dropped = async () =>
      Number(
        (await prometheus(password()).query('sum(statsd_exporter_events_actions_total{action="drop"})'))[0]?.value[1] ??
          0,
      );
    const before = await dropped();
    await send(address(), stack.ports.statsd, 7);
    await send("127.0.0.1", stack.ports.statsd, 5);
    await waitUntil(async () => (await dropped()) > before, 20_000, 500);
    expect((await dropped()) - before).toBe(5);
  });

  it("scrapes and alerts with the login", async () => {
    const targets = await prometheus(password()).targets();
    expect(targets.filter(({ health }) => health !== "up")).toEqual([]);
    const own = targets.map(({ labels }) => labels["job"]);
    expect(own).toEqual(expect.arrayContaining(["prometheus", "alertmanager"]));
    for (const port of [stack.ports.alertmanager, stack.ports.alertmanager + 1]) {
      const alerts = await alertmanagerAlerts(`http://${address()}:${port}`, basic("sightline", password()));
      expect(alerts.map(({ labels }) => labels["alertname"])).toContain("Watchdog");
    }
    expect(await shown()).toEqual([200, "success"]);
  });

  it("shows neither password nor hash to whoever asks the engine", async () => {
    const names = (await containersOf(stack.name)).map(({ name }) => name);
    const inspected = await run("docker", ["inspect", ...names]);
    const running = Object.keys(await stack.started()).filter((name) => !name.endsWith("-files"));
    const tops = await Promise.all(running.map((name) => run("docker", ["top", name, "-eo", "pid,args"])));
    expect(inspected).toContain("--web.config.file=/run/secrets/web.yml");
    expect(tops.join("\n")).toContain("--web.config.file=/run/secrets/web.yml");
    for (const text of [inspected, ...tops]) {
      expect(text).not.toContain(password());
      expect(text).not.toMatch(/\$2[aby]\$/);
    }
  });

  it("changes nothing at a second `up`", async () => {
    const before = await stack.started();
    expect((await stack.up()).output).toContain("Nothing to change");
    expect(await stack.started()).toEqual(before);
  });

  it("takes another password without a restart of anything", async () => {
    const [old, before] = [password(), await stack.started()];
    const path = join(stack.folder, "secrets.json");
    const own = "An-0ther.password+of=ours";
    const secrets = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
    writeFileSync(path, JSON.stringify({ ...secrets, "sightline:webPassword": own }), { mode: 0o600 });
    const { output } = await stack.up();
    expect(output).toContain("password: sightline:webPassword, as you set it");
    expect(output).not.toContain(own);
    expect(await stack.started()).toEqual(before);
    const asked = [stack.ports.prometheus, stack.ports.alertmanager].map(
      (port) => `http://${address()}:${port}/metrics`,
    );
    for (const url of asked) {
      expect([await status(url, basic("sightline", old)), await status(url, basic("sightline", own))]).toEqual([
        401, 200,
      ]);
    }
    expect(await shown()).toEqual([200, "success"]);
    const targets = await prometheus(own).targets();
    expect(targets.filter(({ health }) => health !== "up")).toEqual([]);
    expect((await stack.run("verify")).errors).toEqual([]);
  });
});

/** Every port of every container of the stack, as the engine has it. */
async function published({ name, project }: TestStack): Promise<Published[]> {
  const names = (await containersOf(name)).map((container) => container.name);
  const containers = JSON.parse(await run("docker", ["inspect", ...names])) as {
    Name: string;
    NetworkSettings: { Ports?: Record<string, { HostIp: string; HostPort: string }[] | null> };
  }[];
  return containers.flatMap(({ Name, NetworkSettings: { Ports = {} } }) =>
    Object.entries(Ports).flatMap(([inner, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => ({
        role: Name.slice(project.length + 2),
        ip: HostIp,
        port: Number(HostPort),
        protocol: inner.split("/")[1] ?? "",
      })),
    ),
  );
}

/** Sends so many lines. That nobody takes them is no fault here. */
async function send(host: string, port: number, lines: number): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("error", () => undefined);
  for (let sent = 0; sent < lines; sent++) {
    await new Promise<void>((resolve) => socket.send("nobody_declared_this:1|c", port, host, () => resolve()));
  }
  await new Promise<void>((resolve) => socket.close(() => resolve()));
}
