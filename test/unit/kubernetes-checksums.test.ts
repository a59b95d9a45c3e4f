import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { filesChecksum, secretsChecksum } from "../../components/platform/kubernetes/files";
import { evaluateCluster, type Cluster } from "../lib/cluster";

const plain = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));
const file = { path: "a.yml", content: "one" };
const key = pulumi.secret("a key of the stack");

describe("the checksum of files", () => {
  it("changes with a file's content and path, and not with their order", async () => {
    const others = [
      [{ ...file, content: "two" }],
      [{ ...file, path: "b.yml" }],
      [file, { path: "b.yml", content: "" }],
      // Neither of two files that only together are the same text.
      [{ path: "a.ymlone", content: "" }],
    ];
    const sums = await Promise.all([[file], ...others].map((files) => plain(filesChecksum(files))));
    expect(new Set(sums).size).toBe(sums.length);
    const [both, swapped] = [
      [file, { path: "b", content: "x" }],
      [{ path: "b", content: "x" }, file],
    ];
    expect(await plain(filesChecksum(both))).toBe(await plain(filesChecksum(swapped)));
  });
});

describe("the checksum of secrets", () => {
  it("changes with a secret, and says nothing of it without the stack's key", async () => {
    const one = await plain(secretsChecksum([file], key));
    expect(await plain(secretsChecksum([{ ...file, content: "two" }], key))).not.toBe(one);
    expect(await plain(secretsChecksum([file], pulumi.secret("another key")))).not.toBe(one);
    // What somebody would try who may read pods, and guesses at the password.
    const guesses = ["one", JSON.stringify([["a.yml", "one"]]), "a.ymlone"];
    for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
      for (const guess of guesses) {
        expect(createHash(algorithm).update(guess).digest("hex")).not.toContain(one);
      }
    }
    expect(one).not.toContain("one");
  });

  it("may be shown, though it's made of secrets", async () => {
    const sum = secretsChecksum([{ ...file, content: pulumi.secret("one") }], key);
    expect(await pulumi.isSecret(sum)).toBe(false);
    expect(await plain(sum)).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("pods", () => {
  let one: Cluster;
  let two: Cluster;
  beforeAll(async () => {
    [one, two] = await Promise.all([
      evaluateCluster({ redisPassword: "first-secret" }),
      evaluateCluster({
        redisPassword: "second-secret",
        prometheus: { scrapeIntervalSeconds: 30 },
        workers: { replicas: 2 },
      }),
    ]);
  });
  const annotations = (cluster: Cluster, role: string) => cluster.podsOf(role).annotations;
  const replaced = (name: string) =>
    one
      .pods()
      .map(({ role }) => role)
      .filter((role) => annotations(one, role)[name] !== annotations(two, role)[name])
      .sort();

  it("are replaced where they have a secret that changed, and nowhere else", () => {
    expect(replaced("sightline.secrets")).toEqual(["app", "redis", "redis-exporter", "worker"]);
    const all = JSON.stringify(one.pods().map((pods) => pods.annotations));
    expect(all).not.toContain("first-secret");
    expect(all).not.toContain(createHash("sha256").update("first-secret").digest("hex").slice(0, 16));
  });

  it("are replaced for a changed file, unless they notice it themselves", () => {
    const files = (cluster: Cluster, name: string) => cluster.get("ConfigMap", name)["data"];
    const source = "grafana-files-provisioning-datasources";
    expect(files(one, source)).not.toEqual(files(two, source));
    expect(one.podsOf("grafana").spec).toEqual(two.podsOf("grafana").spec);
    expect(annotations(one, "grafana")).toEqual(annotations(two, "grafana"));
    expect(Object.keys(annotations(one, "grafana"))).toEqual(["sightline.secrets"]);
    const withFiles = one.all("ConfigMap").map(({ metadata }) => metadata.labels["sightline.role"]!);
    for (const role of new Set(withFiles)) {
      expect("sightline.files" in annotations(one, role), role).toBe(role !== "grafana");
    }
    expect(replaced("sightline.files")).toEqual([]);
  });

  it("of the operator aren't touched by changed rules: those are objects of their own", () => {
    for (const role of ["prometheus", "alertmanager"]) expect(annotations(one, role)).toEqual({});
    expect(one.all("PrometheusRule").length).toBeGreaterThan(8);
  });
});
