import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil, type Outcome } from "../../cli/lib/shell";
import { needsPulumi } from "../lib/needs";
import { makeOwnPrograms } from "../lib/own-programs";
import { freePorts } from "../lib/ports";
import { PulumiBackend } from "../lib/pulumi";
import { TestStack } from "../lib/stack";

const settings = { redis: { mode: "none" }, exporters: { containers: false, node: false } };
const token = "s3cr3t-in-a-webhooks-path";
/** Of a receiver: its place is below a key, beside what isn't secret. */
const chat = { place: "sightline:receivers.on-call.slack[0].url", token: "s3cr3t-in-a-chats-path" };
/** Of another, in a file. */
const bearer = "s3cr3t-of-a-webhook-by-file";

/** Nothing but the Pulumi CLI: what `npm run up` adds isn't there. */
describe("plain pulumi", () => {
  const pulumi = needsPulumi();
  let backend: PulumiBackend;
  let stack: TestStack;
  let first: Outcome;
  const on = (args: readonly string[], env?: Readonly<Record<string, string>>) =>
    backend.run([...args, "--stack", stack.name, "--config-file", stack.configFile], env);

  beforeAll(async () => {
    if (!pulumi) return;
    backend = new PulumiBackend();
    stack = new TestStack("test-plain", await freePorts(), backend.env);
    await stack.clear();
    const webhook = { url: stack.secret("url", "http://127.0.0.1:9/"), bearer: stack.secret("bearer", bearer) };
    stack.configure({
      ...settings,
      receivers: { "on-call": { slack: [{ channel: "#on-call" }], webhook: [webhook] } },
    });
    await backend.init(stack.name, stack.configFile);
    await on(["config", "set", "--secret", "--path", chat.place, `http://127.0.0.1:9/${chat.token}`]);
    await on(["config", "set", "--secret", "sightline:alertWebhookUrl", `http://127.0.0.1:9/${token}`]);
    // As `npm ci` does; the sources may be newer.
    await makeOwnPrograms();
    first = await on(["up", "--yes", "--skip-preview"]);
  });
  afterAll(async () => {
    if (!pulumi) return;
    await on(["destroy", "--yes", "--skip-preview"]);
    await stack.remove();
    backend.remove();
  });

  it("up brings a stack up that verify finds nothing wrong with", async () => {
    expect(first.code, first.stdout + first.stderr).toBe(0);
    let said = "";
    const verified = async () => {
      const { code, output } = await stack.run("verify", ["--no-test-alert"]);
      said = output;
      return code === 0;
    };
    // Not as the assertion's message: in one of many lines, a stack trace would be looked for.
    if (!(await waitUntil(verified, 90_000, 1_000))) console.log(said);
    expect(said).not.toMatch(/^error: /m);
  });

  it("preview finds nothing to change then", async () => {
    const { code, stdout, stderr } = await on(["preview", "--expect-no-changes", "--diff"]);
    expect(code, stdout + stderr).toBe(0);
  });

  it("keeps no secret in the clear, wherever it writes", async () => {
    const { stdout } = await backend.run(["stack", "output", "--json", "--show-secrets", "--stack", stack.name]);
    const outputs = JSON.parse(stdout) as Record<string, string>;
    const made = [outputs["postgresPassword"], outputs["redisPassword"], outputs["grafanaAdminPassword"]];
    const secrets = [...made, token, chat.token, bearer];
    const { stdout: state } = await backend.run(["stack", "export", "--show-secrets", "--stack", stack.name]);
    expect([token, chat.token, bearer].filter((value) => !state.includes(value))).toEqual([]);
    expect(readFileSync(stack.configFile, "utf8")).not.toContain(chat.token);
    expect(secrets.every((value) => value !== undefined && value.length >= 20)).toBe(true);
    const files = backend.written();
    expect(files.size).toBeGreaterThan(1);
    for (const [path, content] of files) {
      expect(secrets.filter((value) => content.includes(value as string)).length, path).toBe(0);
    }
    expect(secrets.filter((value) => (first.stdout + first.stderr).includes(value as string)).length).toBe(0);
  });

  it("refuses a secret in plain text, with the line that sets it", async () => {
    await on(["config", "set", "--plaintext", "sightline:remoteWritePassword", "s3cr3t-in-plain-text"]);
    const { code, stdout, stderr } = await on(["preview"]);
    await on(["config", "rm", "sightline:remoteWritePassword"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(
      `pulumi config set --secret --path 'sightline:remoteWritePassword' --stack ${stack.name}`,
    );
    expect(stdout + stderr).not.toContain("s3cr3t-in-plain-text");
  });

  it("shows a changed threshold, replaces only what holds the rules and the dashboards, and restarts nothing", async () => {
    const file = parse(readFileSync(stack.configFile, "utf8")) as { config: Record<string, unknown> };
    file.config["sightline:alerts"] = { LlmApiErrorsHigh: { threshold: 2 } };
    writeFileSync(stack.configFile, stringify(file));
    const { stdout } = await on(["preview", "--diff"]);
    // The provider sorts the uploaded files by their content, so its old and new lines needn't be side by side.
    expect(stdout).toMatch(/increase1h > 2/);
    const json = JSON.parse((await on(["preview", "--json"])).stdout) as { steps: { op: string; urn: string }[] };
    const touched = json.steps.filter(({ op }) => op !== "same").map(({ urn }) => urn.split("::").at(-1));
    expect([...new Set(touched)].sort()).toEqual([
      `${stack.project}-prometheus-files`,
      `${stack.project}-viewer-files`,
    ]);

    const before = await stack.started();
    expect((await on(["up", "--yes", "--skip-preview"])).code).toBe(0);
    expect(await stack.started()).toEqual(before);
    const inForce = async () => JSON.stringify(await stack.prometheus.rules()).includes("increase1h > 2");
    expect(await waitUntil(inForce, 20_000)).toBe(true);
  });

  it("doesn't open a stack with another passphrase", async () => {
    const wrong = { PULUMI_CONFIG_PASSPHRASE: "wrong" };
    const { code, stderr } = await on(["preview"], wrong);
    expect(code).not.toBe(0);
    expect(stderr).toContain("incorrect passphrase");
  });

  it("destroy leaves nothing", async () => {
    const { code, stdout, stderr } = await on(["destroy", "--yes", "--skip-preview"]);
    expect(code, stdout + stderr).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
  });
});
