import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../cli/lib/shell";
import { demoContract } from "../../demo/contract";
import { pharmacyCarePlan } from "../../workloads/pharmacy-care-plan";
import type { CommandResult } from "../lib/command";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { TestStack } from "../lib/stack";

/** What breaks configuration that is pasted together: each must arrive as it is. */
const hostile: Readonly<Record<string, string>> = {
  QUOTES: `it's "so" \`it\` is \\ and \\n`,
  LINES: "one\ntwo\n\n  three\n",
  DOLLARS: "$HOME ${HOME} ${HOME:-x} $$ $(id) %HOME%",
  YAML: "{a: [b]} # no comment: *x &y !!str > | - ? @ `",
  TRUTH: "yes",
  NUMBER: "0123",
  EQUALS: "a=b=c",
  SPACES: "  around  ",
  UNICODE: "żółć 💊 \u202e",
  EMPTY: "",
  CONTRACT: demoContract(pharmacyCarePlan),
};

/** The demo's own programs, started as a person's would be: with a command and an environment, and no file of ours. */
const start = (program: string) => [
  "node",
  "-e",
  `require("fs").writeFileSync("/tmp/contract.json", process.env.CONTRACT); require("/app/${program}.js")`,
];

describe("two stacks on one engine", () => {
  const docker = needsDocker();
  let bare: TestStack;
  let own: TestStack;
  let ups: CommandResult[];

  beforeAll(async () => {
    if (!docker) return;
    bare = new TestStack("test-bare", await freePorts());
    own = new TestStack("test-own", await freePorts());
    await Promise.all([bare.clear(), own.clear()]);
    const none = { mode: "none" };
    const exporters = { containers: false, node: false };
    bare.configure({ postgres: none, redis: none, exporters });
    const environment = { ...hostile, CONTRACT_FILE: "/tmp/contract.json" };
    const first = await bare.run("up");
    const image = "sightline-test-bare-app";
    own.configure({
      app: { image, command: start("app"), environment, user: "1000:1000" },
      workers: { replicas: 2, command: start("worker"), environment },
      exporters,
      runbookUrl: "https://runbooks.example/?q=$x&a=$1",
      alerts: { Http5xxHigh: { threshold: 1e21 }, CeleryQueueLong: { threshold: -0.5, for: "0s" } },
    });
    ups = [first, await own.run("up")];
  });
  afterAll(async () => {
    await own?.remove();
    await bare?.remove();
  });

  it("come up on ports of their own, both verified", async () => {
    for (const { output, code } of ups) expect(code, output).toBe(0);
    const stacks = await Promise.all([bare, own].map((stack) => stack.prometheus.query("group by (instance) (up)")));
    expect(stacks.map((series) => series.length > 3)).toEqual([true, true]);
  });

  it("without database and queue have no exporter, rule or panel of them, and say so", async () => {
    const { stderr, stdout } = ups[0]!;
    expect(stderr).toMatch(/^left out: .*PostgresConnections/m);
    expect(stderr).toMatch(/^left out: .*Redis/m);
    expect(stdout).toMatch(/^ok +panels/m);
    const names = Object.keys(await bare.started()).map((name) => name.slice(bare.project.length + 1));
    expect(names.filter((name) => /postgres|redis/.test(name))).toEqual([]);
    const rules = await bare.prometheus.rules();
    expect(JSON.stringify(rules)).not.toMatch(/pg_|redis_memory/);
  });

  it("hand an own application's environment over as it is written", async () => {
    const print = "process.stdout.write(JSON.stringify(process.env))";
    for (const role of ["app", "worker-1", "worker-2"]) {
      const text = await run("docker", ["exec", `${own.project}-${role}`, "node", "-e", print]);
      expect(JSON.parse(text)).toMatchObject(hostile);
    }
  });

  it("hand strange values of alerts over as they are written", async () => {
    const rules = (await own.prometheus.rules()).flatMap((group) => group.rules) as unknown as {
      name: string;
      query: string;
      annotations: Record<string, string>;
    }[];
    const rule = (name: string) => rules.find((one) => one.name === name);
    expect(rule("Http5xxHigh")?.query).toMatch(/> 1(e\+?21|0{21})$/);
    expect(rule("CeleryQueueLong")?.query).toMatch(/> -0\.5$/);
    expect(rule("TargetDown")?.annotations["runbook_url"]).toMatch(/^https:\/\/runbooks\.example\/\?q=\$x&a=\$1/);
  });

  it("aren't touched when the other one goes", async () => {
    const before = await own.started();
    expect((await bare.run("down", ["--volumes"])).code).toBe(0);
    expect(await bare.leftovers()).toEqual([]);
    expect(await own.started()).toEqual(before);
    expect((await own.run("verify")).errors).toEqual([]);
  });
});
