import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../cli/lib/shell";
import { killGroup, startCommand } from "../lib/command";
import { needsPulumi } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { PulumiBackend } from "../lib/pulumi";
import { TestStack } from "../lib/stack";

const settings = { redis: { mode: "none" }, exporters: { containers: false, node: false } };

/** `npm run up` with the real engine. Each test goes on where the one before it left off. */
describe("a stack by Pulumi", () => {
  const pulumi = needsPulumi();
  let backend: PulumiBackend;
  let stack: TestStack;
  let job: string;
  let password: string | undefined;

  beforeAll(async () => {
    if (!pulumi) return;
    backend = new PulumiBackend();
    stack = new TestStack("test-engine", await freePorts(), backend.env);
    await stack.clear();
    stack.configure(settings);
  });
  afterAll(async () => {
    if (!pulumi) return;
    await stack.remove();
    backend.remove();
  });

  it("isn't taken from Compose by force", async () => {
    await stack.up();
    const before = await stack.started();
    password = stack.secrets()["postgres"];
    job = await submit(stack);
    stack.engine = "pulumi";
    const { code, errors } = await stack.run("up");
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringMatching(/^Docker Compose brought the stack "test-engine" up.*npm run down/)]);
    expect(await stack.started()).toEqual(before);
    stack.engine = "compose";
    expect((await stack.run("down")).code).toBe(0);
  });

  it("is finished by the next up when one was killed midway", async () => {
    stack.engine = "pulumi";
    const child = startCommand(stack.args("up"), stack.options());
    const begun = () => stack.leftovers().then((names) => names.some((name) => /^container .*-postgres$/.test(name)));
    expect(await waitUntil(begun, 120_000, 50)).toBe(true);
    killGroup(child);
    await new Promise((resolve) => child.once("exit", resolve));
    const { stdout } = await stack.up();
    expect(stdout).toMatch(/^ok +containers/m);
    expect(stdout).not.toContain("FAILED");
  });

  it("has taken the data over, and the password that opens it", async () => {
    expect((await fetch(job)).status).toBe(200);
    expect(stack.secrets()["postgres"]).toBe(password);
  });

  it("isn't touched by a second up, or by a preview", async () => {
    const before = await stack.started();
    expect((await stack.up()).stderr).toContain("Nothing to change");
    expect(await stack.started()).toEqual(before);
    stack.configure({ ...settings, alerts: { LlmApiErrorsHigh: { threshold: 2 } } });
    const { code, stdout } = await stack.run("preview");
    expect(code).toBe(0);
    expect(stdout).toMatch(/alert LlmApiErrorsHigh {2}expr: .* > 3 → .* > 2$/m);
    expect(await stack.started()).toEqual(before);
  });

  it("doesn't open with another passphrase, and says where the right one was expected", async () => {
    const before = await stack.started();
    const { code, errors, output } = await stack.run("up", [], { env: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    expect(code).toBe(1);
    expect(await stack.started()).toEqual(before);
    expect(errors.join()).toMatch(/the passphrase is wrong.*PULUMI_CONFIG_PASSPHRASE_FILE/);
    expect(output).not.toMatch(/^ {4}at /m);
  });

  it("goes without its data, which the next up has again", async () => {
    job = await submit(stack);
    expect((await stack.run("down")).code).toBe(0);
    expect((await stack.leftovers()).sort()).toEqual(
      ["alertmanager", "postgres", "prometheus"].map((role) => `volume ${stack.project}-${role}-data`),
    );
    await stack.up();
    expect((await fetch(job)).status).toBe(200);
  });

  it("goes with --volumes, which leaves nothing", async () => {
    expect((await stack.run("down", ["--volumes"])).code).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
    expect(existsSync(stack.folder)).toBe(false);
    expect((await backend.run(["stack", "ls", "--json", "--all"])).stdout).not.toContain(stack.name);
  });
});

/** Sends in a job, and returns where its state can be asked for, now or later. */
async function submit({ ports }: TestStack): Promise<string> {
  const url = `http://localhost:${ports.app}/api/generate-careplan/`;
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: '{"source":"test"}' });
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as { id: number };
  return `http://localhost:${ports.app}/api/careplan/${id}/status/`;
}
