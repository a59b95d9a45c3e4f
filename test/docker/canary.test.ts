import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AlertmanagerApi } from "../../cli/lib/alertmanager-api";
import { keysWithSecrets } from "../../config/secret-places";
import { testAlert } from "../../cli/lib/test-alert";
import { canary, CanarySearch } from "../lib/canary";
import { TestAuthority } from "../lib/tls";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { hostAddress, TestStack } from "../lib/stack";
import { addressOf, lookAtAnswers } from "./canary/answers";
import { lookAtEngine } from "./canary/engine";
import { lookAtFiles } from "./canary/files";

/** Takes whatever it's sent, in the words of whoever is asked, or refuses it. */
class Anybody {
  refusing = false;
  readonly asked: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.asked.push(request.url ?? "");
    request.resume().on("end", () => {
      response.writeHead(this.refusing ? 500 : 200, { "content-type": "application/json" });
      response.end(this.refusing ? "{}" : '{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1}}}');
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "0.0.0.0", resolve));
    return `http://${hostAddress()}:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Every receiver that can be told a secret, each with one of its own; all of them are told of everything. */
function settingsWith(
  secret: (name: string, around?: (value: string) => string) => { file: string },
  at: string,
  tls: object,
) {
  const url = (name: string) => secret(name, (value) => `${at}/${name}/${value}`);
  return {
    bindAddress: "0.0.0.0",
    tls,
    alertWebhookUrl: url("alertWebhookUrl"),
    heartbeat: { url: url("heartbeat"), intervalSeconds: 10 },
    // Nobody listens there: what Alertmanager says of it is in its log.
    smtp: { host: hostAddress(), port: 9, from: "a@example.org", username: "a", password: secret("smtp") },
    prometheus: {
      scrapeIntervalSeconds: 2,
      evaluationIntervalSeconds: 2,
      remoteWrite: [{ url: `${at}/write`, username: "prometheus" }],
    },
    remoteWritePassword: secret("remoteWrite"),
    defaultReceivers: ["everybody"],
    levels: { P1: { groupWait: "1s", groupInterval: "5s" } },
    receivers: {
      everybody: {
        email: [{ to: "b@example.org" }],
        slack: [{ url: url("slack") }],
        webhook: [
          { url: url("webhook"), basicAuth: { username: "a", password: secret("webhookPassword") } },
          {
            url: url("webhook2"),
            bearer: secret("bearer"),
          },
          { url: url("webhook3"), secretHeaders: { "X-Token": secret("header") } },
        ],
        pagerduty: [{ routingKey: secret("pagerduty"), url: `${at}/pagerduty` }],
        opsgenie: [{ apiKey: secret("opsgenie"), url: `${at}/opsgenie/` }],
        telegram: [{ botToken: secret("telegram", (value) => `1234567890:${value}`), chatId: -1, url: at }],
        teams: [{ url: url("teams") }],
        other: [
          {
            kind: "discord",
            settings: {},
            secretFiles: { webhook_url_file: url("discord") },
          },
        ],
      },
    },
  };
}

describe("a marked value in every secret of a running stack", () => {
  const docker = needsDocker();
  const folder = mkdtempSync(join(tmpdir(), "sightline-canary-"));
  const given: Record<string, string> = {};
  const anybody = new Anybody();
  let authority: TestAuthority | undefined;
  const said: string[] = [];
  let stack: TestStack | undefined;
  let search: CanarySearch;

  const secret = (name: string, around = (value: string) => value) => {
    const value = canary();
    given[name] = value;
    const file = join(folder, name);
    writeFileSync(file, around(value), { mode: 0o600 });
    return { file };
  };

  beforeAll(async () => {
    if (!docker) return;
    stack = new TestStack("test-canary", await freePorts());
    await stack.clear();
    const settings = settingsWith(secret, await anybody.start(), await ownTls());
    // Whoever adds a secret adds it here; these the stack makes for itself.
    const generated = ["grafanaAdminPassword", "postgresPassword", "redisPassword", "webPassword"];
    expect([...generated, ...Object.keys(settings)]).toEqual(expect.arrayContaining([...keysWithSecrets]));
    stack.configure(settings);
    for (const [name, ...args] of [["up"], ["verify", "--no-test-alert"], ["route"], ["preview"]] as const) {
      const result = await stack.run(name, args);
      expect(result.code, result.output).toBe(0);
      said.push(result.output);
    }
    search = new CanarySearch({ ...given, ...stack.secrets() });
  });
  afterAll(async () => {
    await stack?.remove();
    anybody.close();
    authority?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A certificate of our own, whose key is a secret as well: looked for by the line that is the key. */
  const ownTls = async () => {
    authority = await TestAuthority.create();
    const { key } = await authority.issue("server", { names: ["DNS:localhost", `IP:${hostAddress()}`] });
    given["tls"] = key.split("\n")[1] ?? "";
    expect(given["tls"].length).toBeGreaterThan(32);
    const [certificate, keyFile, ca] = ["server.pem", "server.key", "ca.pem"].map((name) => authority?.file(name));
    return { certificate, key: { file: keyFile }, ca, host: hostAddress() };
  };

  /** Behind the proxy, at its own address: there it speaks HTTP. */
  const alertmanager = async () => {
    if (!stack) throw new Error("there is no stack");
    const credentials = `sightline:${stack.secrets()["web"]}`;
    const authorization = `Basic ${Buffer.from(credentials).toString("base64")}`;
    return new AlertmanagerApi(`http://${await addressOf(stack, "alertmanager")}:9093`, { authorization });
  };
  const fire = async () =>
    (await alertmanager()).post([testAlert({ severity: "critical", priority: "P1" }, new Date(), 60)]);

  it("is used: every receiver was told with it", async () => {
    await fire();
    const paths = ["alertWebhookUrl", "heartbeat", "slack", "webhook", "webhook2", "webhook3", "teams", "discord"];
    await expect
      .poll(() => paths.filter((name) => !anybody.asked.includes(`/${name}/${given[name]}`)), { timeout: 30_000 })
      .toEqual([]);
    const told = () =>
      ["/pagerduty", "/opsgenie/v2/alerts", `/bot1234567890:${given["telegram"]}/sendMessage`].filter(
        (path) => !anybody.asked.some((asked) => asked.startsWith(path)),
      );
    await expect.poll(told, { timeout: 30_000 }).toEqual([]);
  });

  it("is refused, so that what is said of failures is there to be searched", async () => {
    anybody.refusing = true;
    await fire();
    const failed = async () =>
      (await (await alertmanager()).sent()).filter((one) => one.failed === 0).map((one) => one.receiver);
    await expect.poll(failed, { timeout: 60_000 }).not.toContain("everybody");
    anybody.close();
    await fire();
    await new Promise((resolve) => setTimeout(resolve, 5000));
  });

  it("is nowhere but where it must be", async () => {
    if (!stack) throw new Error("there is no stack");
    for (const output of said) search.look("what commands said", "up, verify, route, preview", output);
    lookAtFiles(search, stack);
    search.lookAtProcesses();
    await lookAtEngine(search, stack);
    await lookAtAnswers(search, stack);
    console.log(`${search.table()}\n${Object.keys({ ...given, ...stack.secrets() }).length} secrets`);
    expect(search.hits).toEqual([]);
  });
});
