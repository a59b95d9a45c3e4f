import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempt, run } from "../../cli/lib/shell";
import { command } from "../lib/command";
import { needsKubernetes } from "../lib/needs";
import { startApiServer, type ApiServer } from "./cluster/api-server";
import { crdsOfOthers } from "./lib/crds-of-others";
import { judge } from "./lib/kube-score";
import { everything, smallest } from "./lib/settings";

/** What `render` writes, held against real API servers and against what others think of good manifests. */
describe("rendered objects", () => {
  const kubernetes = needsKubernetes();
  const temporary = mkdtempSync(join(tmpdir(), "sightline-validation-"));
  const stacks = { smallest, everything } as const;
  const folder = (stack: string) => join(temporary, stack);

  beforeAll(async () => {
    if (!kubernetes) return;
    for (const [name, settings] of Object.entries(stacks)) {
      const config = join(temporary, `Pulumi.${name}.yaml`);
      const entries = Object.entries({ target: "kubernetes", ...settings });
      const full = Object.fromEntries(entries.map(([key, value]) => [`sightline:${key}`, value]));
      writeFileSync(config, stringify({ config: full }));
      const out = ["--out", folder(name)];
      const { code, output } = await command(["render", "--stack", name, "--config-file", config, ...out]);
      expect(code, output).toBe(0);
    }
  });
  afterAll(() => rmSync(temporary, { recursive: true, force: true }));

  describe.each(["oldest", "newest"] as const)("on an API server of the %s version", (version) => {
    let server: ApiServer;
    const kubectl = (...args: string[]) =>
      attempt(server.kubectl, ["--kubeconfig", server.kubeconfig, ...args], { timeout: 120_000 });

    beforeAll(async () => {
      if (!kubernetes) return;
      server = await startApiServer({ version, log: console.log });
      for (const crds of [join(folder("smallest"), "crds"), ...(await crdsOfOthers())]) {
        const { code, stderr } = await kubectl("apply", "--server-side", "--kustomize", crds).then((outcome) =>
          outcome.code === 0 ? outcome : kubectl("apply", "--server-side", "--filename", crds),
        );
        expect(code, stderr).toBe(0);
      }
      const { code, stderr } = await kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
      expect(code, stderr).toBe(0);
    });
    afterAll(() => server?.stop());

    it.each(Object.keys(stacks))("are taken as they are, strictly and without a warning: %s", async (stack) => {
      const namespaces = readdirSync(join(folder(stack), "cluster")).filter((file) => file.startsWith("namespace-"));
      for (const file of namespaces) {
        const made = await kubectl("apply", "--server-side", "--filename", join(folder(stack), "cluster", file));
        expect(made.code, made.stderr).toBe(0);
      }
      const dryRun = ["apply", "--server-side", "--dry-run=server", "--validate=strict", "--output=name"];
      const objects = readdirSync(folder(stack), { recursive: true }).map(String);
      // kubectl takes a kustomization for an object that it doesn't know.
      const files = objects.filter((file) => file.endsWith(".yaml") && !file.endsWith("kustomization.yaml"));
      const { code, stdout, stderr } = await kubectl(
        ...dryRun,
        ...files.flatMap((file) => ["--filename", join(folder(stack), file)]),
      );
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(stdout.trim().split("\n")).toHaveLength(files.length);
      console.log(`${version}: ${files.length} objects of ${stack} taken`);
    });
  });

  it.each(Object.keys(stacks))("have nothing critical for kube-score that isn't excused: %s", async (stack) => {
    const { objects, critical, excused } = await judge(folder(stack));
    console.log(`kube-score: ${objects} objects of ${stack}, ${critical.length} critical, ${excused} excused`);
    expect(objects).toBeGreaterThan(25);
    expect(critical).toEqual([]);
  });

  it("are the same bytes when they're rendered again", async () => {
    const again = join(temporary, "again");
    const config = join(temporary, "Pulumi.everything.yaml");
    const options = ["--stack", "everything", "--config-file", config, "--out", again];
    expect((await command(["render", ...options])).code).toBe(0);
    expect((await run("diff", ["--recursive", folder("everything"), again])).trim()).toBe("");
  });
});
