import { existsSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempt, run, waitUntil } from "../../cli/lib/shell";
import { imageRef } from "../../images/ref";
import { readImageSource } from "../../images/source";
import { projectFolder } from "../../cli/lib/stack-config";
import { killGroup, startCommand, type CommandResult } from "../lib/command";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { TestStack } from "../lib/stack";

/** Small, and there already: what `up` fills volumes with. */
const image = (): string => imageRef("files", { source: readImageSource(projectFolder) })!;

/** A fault of the user's: told in sentences, with nothing of ours showing, and nothing was made. */
async function expectRefused(stack: TestStack, result: CommandResult, leftovers: readonly string[] = []) {
  expect(result.code).toBe(1);
  expect(result.errors.length).toBeGreaterThan(0);
  expect(result.output).not.toMatch(/^ {4}at |shouldn't happen/m);
  expect((await stack.leftovers()).sort()).toEqual([...leftovers].sort());
}

describe("what is in the way", () => {
  const docker = needsDocker();
  let stack: TestStack;
  let other: Server;
  const strangers: [kind: string, name: string][] = [];

  const create = async (kind: string, ...args: string[]) => {
    const name = await run("docker", [...(kind === "container" ? ["create"] : [kind, "create"]), ...args]);
    strangers.push([kind, name]);
  };

  beforeAll(async () => {
    if (!docker) return;
    stack = new TestStack("test-faults", await freePorts());
    await stack.clear();
  });
  afterAll(async () => {
    if (!docker) return;
    other?.close();
    for (const [kind, name] of strangers.reverse()) await attempt("docker", [kind, "rm", "--force", name]);
    // An engine of 20.10 takes no --force for networks.
    await attempt("docker", ["network", "rm", stack.project]);
    await stack.remove();
  });

  it("is told all at once, and nothing of it is touched", async () => {
    const { project, ports } = stack;
    other = createServer().listen(ports.app, "127.0.0.1");
    await create(
      "container",
      "--name",
      `${project}-stranger`,
      "--publish",
      `${ports.prometheus}:80`,
      image(),
      "sleep",
      "600",
    );
    await run("docker", ["start", `${project}-stranger`]);
    await create("container", "--name", `${project}-redis`, image(), "true");
    await create("network", project);
    await create("volume", `${project}-postgres-data`);
    const before = await stack.leftovers();

    const result = await stack.run("up");
    expect([...result.errors].sort()).toEqual([
      expect.stringContaining(`port ${ports.app}/tcp is in use by node`),
      expect.stringContaining(`port ${ports.prometheus}/tcp is in use by the container ${project}-stranger`),
      expect.stringContaining(`the container ${project}-redis is there and isn't ours`),
      expect.stringContaining(`the network ${project} is there and isn't ours`),
      expect.stringContaining(`the volume ${project}-postgres-data is there and isn't ours`),
    ]);
    expect(result.output).toContain("process ");
    await expectRefused(stack, result, before);

    // `down` knows what is ours by its labels, and takes no other.
    await stack.run("down", ["--volumes"]);
    expect((await stack.leftovers()).sort()).toEqual([...before].sort());
  });

  it("is a stack that the other engine brought up", async () => {
    const theirs = new TestStack("test-theirs", await freePorts());
    const labels = ["--label", "sightline.stack=test-theirs", "--label", "sightline.engine=pulumi"];
    await create("container", "--name", `${theirs.project}-app`, ...labels, image(), "true");
    const result = await theirs.run("up");
    expect(result.errors).toEqual([
      expect.stringMatching(/the Pulumi engine brought the stack "test-theirs" up.*npm run down .*--engine pulumi/),
    ]);
    await expectRefused(theirs, result, [`container ${theirs.project}-app`]);
    await theirs.remove();
  });
});

describe("an engine or an image that can't be had", () => {
  needsDocker();
  const refused = async (settings: object, expected: RegExp, env: Record<string, string> = {}, args: string[] = []) => {
    const stack = new TestStack("test-refused", await freePorts());
    stack.configure({ ...settings });
    const result = await stack.run("up", args, { env });
    expect(result.errors.join("\n")).toMatch(expected);
    await expectRefused(stack, result);
    expect(existsSync(stack.folder), "nothing is kept of it").toBe(false);
    stack.forget();
  };

  it("doesn't answer at DOCKER_HOST, or at sightline:dockerHost", async () => {
    const said = /The Docker engine at DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1 doesn't answer: .*connect/;
    await refused({}, said, { DOCKER_HOST: "tcp://127.0.0.1:1" });
    await refused({ dockerHost: "tcp://127.0.0.1:1" }, said);
  });

  it("isn't installed, and mayn't be", async () => {
    const said = /No Docker engine answers \(docker: not found\): install it/;
    await refused({}, said, { PATH: "/nowhere" }, ["--no-install"]);
  });

  it("is an application's image that no registry has", async () => {
    const app = { image: "127.0.0.1:1/team/shop:1" };
    const workers = { image: "127.0.0.1:1/team/worker:1" };
    const said = /sightline:app\.image: .*team\/shop:1 .*can't be pulled[^]*sightline:workers\.image: .*team\/worker:1/;
    await refused({ app, workers }, said);
  });
});

describe("an `up` that is killed midway", () => {
  const docker = needsDocker();
  let stack: TestStack;
  beforeAll(async () => {
    if (!docker) return;
    stack = new TestStack("test-killed", await freePorts());
    await stack.clear();
    stack.configure({ redis: { mode: "none" }, exporters: { containers: false, node: false } });
  });
  afterAll(() => stack?.remove());

  it("is finished by the next one", async () => {
    const child = startCommand(stack.args("up"));
    const begun = () => stack.leftovers().then((names) => names.some((name) => /^container .*-postgres$/.test(name)));
    expect(await waitUntil(begun, 120_000, 50)).toBe(true);
    killGroup(child);
    await new Promise((resolve) => child.once("exit", resolve));
    const { stdout } = await stack.up();
    expect(stdout).toMatch(/^ok +containers/m);
    expect((await stack.up()).stderr).toContain("Nothing to change");
  });

  it("leaves out what wasn't asked for", async () => {
    const names = Object.keys(await stack.started()).map((name) => name.slice(stack.project.length + 1));
    expect(names).not.toContain("redis");
    expect(names).not.toContain("cadvisor");
    expect(names).toContain("postgres-exporter");
  });
});

describe("a stack file", () => {
  needsDocker();
  it("whose syntax is wrong is told by its name and line", async () => {
    const stack = new TestStack("test-syntax", await freePorts());
    writeFileSync(stack.configFile, "config:\n  sightline:app: {port: 80\n  sightline:x: [");
    const result = await stack.run("up");
    stack.forget();
    expect(result.errors[0]).toMatch(/^Pulumi\.test-syntax\.yaml: .*line \d/);
    await expectRefused(stack, result);
  });
});
