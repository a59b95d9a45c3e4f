import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil, type Outcome } from "../../cli/lib/shell";
import { pushImages } from "../../cli/lib/registry";
import { KUBERNETES_IMAGE_NAMES } from "../../images/recipes";
import { imageRef } from "../../images/ref";
import { readImageSource } from "../../images/source";
import { projectFolder } from "../../cli/lib/stack-config";
import { startCluster, type Cluster } from "../kubernetes/cluster/cluster";
import { ClusterStack } from "../kubernetes/lib/stack";
import { needsPulumiKubernetes } from "../lib/needs";
import { makeOwnPrograms } from "../lib/own-programs";
import { PulumiBackend } from "../lib/pulumi";

/** Nothing but the Pulumi CLI, on a real cluster. */
describe("plain pulumi on Kubernetes", () => {
  const possible = needsPulumiKubernetes();
  let backend: PulumiBackend;
  let cluster: Cluster;
  let stack: ClusterStack;
  let first: Outcome;
  const on = (args: readonly string[]) =>
    backend.run([...args, "--stack", stack.name, "--config-file", stack.configFile], {}, 420_000);

  beforeAll(async () => {
    if (!possible) return;
    cluster = await startCluster({ log: console.log });
    backend = new PulumiBackend();
    stack = new ClusterStack("test-plain", cluster);
    await stack.clear();
    // What the program doesn't build itself, `npm run up` pushes, and whoever does without it before.
    const built = readImageSource(projectFolder) === "local" ? KUBERNETES_IMAGE_NAMES : [];
    const refs = built.filter((name) => name !== "files" && name !== "node");
    await pushImages(
      cluster.registry,
      [...refs.flatMap((name) => imageRef(name, { source: "local" }) ?? []), ...(await makeOwnPrograms())],
      console.log,
    );
    await backend.init(stack.name, stack.configFile);
    const since = Date.now();
    first = await on(["up", "--yes", "--skip-preview"]);
    console.log(`pulumi up took ${((Date.now() - since) / 1000).toFixed(1)} s`);
  });
  afterAll(async () => {
    if (!possible) return;
    await on(["destroy", "--yes", "--skip-preview"]);
    await stack.remove();
    backend.remove();
    await cluster.stop();
  });

  it("up brings a stack up that verify finds nothing wrong with", async () => {
    expect(first.code, first.stdout + first.stderr).toBe(0);
    let said = "";
    const verified = async () => {
      const { code, output } = await stack.run("verify", ["--no-test-alert"]);
      said = output;
      return code === 0;
    };
    if (!(await waitUntil(verified, 90_000, 1_000))) console.log(said);
    expect(said).not.toMatch(/^error: /m);
  });

  it("preview finds nothing to change then, also after a look at the cluster", async () => {
    for (const more of [[], ["--refresh"]]) {
      const since = Date.now();
      const { code, stdout, stderr } = await on(["preview", "--expect-no-changes", "--diff", ...more]);
      expect(code, stdout + stderr).toBe(0);
      console.log(`preview ${more.join(" ")} took ${((Date.now() - since) / 1000).toFixed(1)} s`);
    }
  });

  it("up --refresh finds what somebody edited, and puts it right", async () => {
    const where = ["-n", stack.namespace];
    const limits = "/spec/template/spec/containers/0/resources/limits/memory";
    const patch = JSON.stringify([{ op: "replace", path: limits, value: "300Mi" }]);
    await stack.kubectl(
      ...where,
      "patch",
      "deployment",
      "app",
      "--type=json",
      `--patch=${patch}`,
      "--field-manager=kubectl-edit",
    );
    const memory = () =>
      stack.kubectl(
        ...where,
        "get",
        "deployment",
        "app",
        "--output=jsonpath={.spec.template.spec.containers[0].resources.limits.memory}",
      );
    expect(await memory()).toBe("300Mi");
    const { code, stdout, stderr } = await on(["up", "--refresh", "--yes", "--skip-preview"]);
    expect(code, stdout + stderr).toBe(0);
    expect(await memory()).toBe("512Mi");
  });

  it("destroy leaves the definitions of the operator's kinds, which others may use, and nothing else", async () => {
    const { code, stdout, stderr } = await on(["destroy", "--yes", "--skip-preview"]);
    expect(code, stdout + stderr).toBe(0);
    const left = await stack.leftovers();
    expect([...new Set(left.map((line) => line.split("/")[0]))]).toEqual([
      "customresourcedefinition.apiextensions.k8s.io",
    ]);
    // Its own `down` can look whether anybody else has any, and takes them.
    stack.engine = "pulumi";
    // Its engine has a backend of its own, and can't open what the other's passphrase had encrypted.
    stack.configure({});
    const down = await stack.run("down", ["--volumes"]);
    expect(down.code, down.output).toBe(0);
    expect(await stack.leftovers()).toEqual([]);
  });
});
