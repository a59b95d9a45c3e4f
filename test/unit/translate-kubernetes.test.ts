import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { kubernetesObject, kubernetesObjects, toKubernetes } from "../../cli/translate/kubernetes";
import { isSecret, type KubernetesObject } from "../../cli/lib/kubernetes/objects";
import { changesBetween } from "../../cli/lib/changes";
import { evaluateSettings, type Evaluated } from "../lib/program";

const settings = { target: "kubernetes", kubernetes: { imageRegistry: "registry.example/team" } };

/** A resource as the program registers it. */
function registered(inputs: Readonly<Record<string, unknown>>, type = "kubernetes:core/v1:ConfigMap") {
  return { type, name: "unit-x", dependsOn: [], inputs: { apiVersion: "v1", kind: "ConfigMap", ...inputs } };
}

const evaluation = (...resources: ReturnType<typeof registered>[]) => ({ resources, outputs: {} });

describe("an object", () => {
  it("is taken as it is, but for what is said to the Pulumi engine only, and whose it is", () => {
    const labels = { "sightline.stack": "unit", "sightline.engine": "pulumi" };
    const annotations = { "pulumi.com/patchForce": "true", "example.com/kept": "yes" };
    const template = { metadata: { labels, annotations: { "pulumi.com/skipAwait": "true" } } };
    const inputs = {
      kind: "Deployment",
      metadata: { name: "x", labels, annotations },
      spec: { template, args: ["on"] },
    };
    const ours = { ...labels, "sightline.engine": "kubectl" };
    expect(kubernetesObject(registered(inputs))).toEqual({
      apiVersion: "v1",
      kind: "Deployment",
      metadata: { name: "x", labels: ours, annotations: { "example.com/kept": "yes" } },
      spec: { template: { metadata: { labels: ours } }, args: ["on"] },
    });
  });

  it("of a type or a kind that isn't known is an error, never left out", () => {
    const bucket = registered({ metadata: { name: "x" } }, "aws:s3/bucket:Bucket");
    expect(() => kubernetesObjects(evaluation(bucket))).toThrow("unit-x: no translation of aws:s3/bucket:Bucket");
    const job = registered({ kind: "Job", metadata: { name: "x" } });
    expect(() => kubernetesObjects(evaluation(job))).toThrow("Job: no such kind");
    expect(() => kubernetesObjects(evaluation(registered({ metadata: {} })))).toThrow("not a Kubernetes object");
  });

  it("that is there twice is an error", () => {
    const one = registered({ metadata: { name: "x", namespace: "n" } });
    expect(() => kubernetesObjects(evaluation(one, one))).toThrow("/ConfigMap/n/x is registered twice");
  });

  it("comes after what it needs", () => {
    const [map, namespace] = [
      registered({ metadata: { name: "a" } }),
      registered({ kind: "Namespace", metadata: { name: "b" } }),
    ];
    expect(kubernetesObjects(evaluation(map, namespace)).map(({ kind }) => kind)).toEqual(["Namespace", "ConfigMap"]);
  });
});

describe("a text that older YAML reads as something else", () => {
  it("is quoted", () => {
    const map = registered({ metadata: { name: "x" }, data: { a: "on", b: "010", y: "12:30" } });
    const file = toKubernetes("unit", evaluation(map)).files.get("cluster/configmap-x.yaml") as string;
    expect(parse(file, { version: "1.1" })).toMatchObject({ data: { a: "on", b: "010", y: "12:30" } });
  });
});

describe("a stack's folder", () => {
  let stack: Evaluated;
  let objects: KubernetesObject[];
  beforeAll(async () => {
    stack = await evaluateSettings(settings);
    objects = kubernetesObjects(stack);
  });
  const yamls = () =>
    [...stack.files].filter(([path]) => path.endsWith(".yaml") && !path.endsWith("kustomization.yaml"));

  it("has one object a file, sorted by namespace", () => {
    expect(yamls()).toHaveLength(objects.filter((object) => !isSecret(object)).length);
    for (const [path, content] of yamls()) {
      const { kind, metadata } = parse(content) as KubernetesObject;
      const folder = kind === "CustomResourceDefinition" ? "crds" : (metadata.namespace ?? "cluster");
      expect(path.split("/")[0]).toBe(folder);
      expect(Object.keys(metadata)).toEqual(Object.keys(metadata).sort());
    }
    expect(stack.files.has("sightline-unit/deployment-app.yaml")).toBe(true);
    expect(stack.files.has("cluster/namespace-sightline-unit.yaml")).toBe(true);
    expect(stack.files.has("crds/prometheuses.monitoring.coreos.com.yaml")).toBe(true);
  });

  it("lists each of them once, definitions in a list of their own", () => {
    const list = (path: string) => (parse(stack.files.get(path) ?? "") as { resources: string[] }).resources;
    const crds = list("crds/kustomization.yaml").map((name) => `crds/${name}`);
    const others = list("kustomization.yaml").filter((name) => name !== "crds");
    expect(list("kustomization.yaml")[0]).toBe("crds");
    expect([...crds, ...others].sort()).toEqual(
      yamls()
        .map(([path]) => path)
        .sort(),
    );
  });

  it("says nothing to the Pulumi engine", () => {
    for (const [path, content] of stack.files) expect(content, path).not.toContain("pulumi");
  });

  it("has no secret in it, in the clear or encoded, and says which there must be", () => {
    const secrets = ["postgres", "redis", "grafana-admin", "grafana-key", "checksum"].map(
      (name) => `secret-of-${name}`,
    );
    const shapes = secrets.flatMap((value) => [value, Buffer.from(value).toString("base64")]);
    for (const [path, content] of stack.files) for (const shape of shapes) expect(content, path).not.toContain(shape);
    expect(stack.files.has("sightline-unit/secret-postgres-secrets.yaml")).toBe(false);
    expect(stack.secretFiles.has("sightline-unit/secret-postgres-secrets.yaml")).toBe(true);
    expect(stack.files.get("secrets.md")).toContain("| sightline-unit | postgres-secrets | `password` |");
  });

  it("has the configuration that the operator takes as a secret only", () => {
    const config = parse(stack.files.get("sightline-unit/secret-alertmanager-config.yaml") ?? "") as KubernetesObject;
    expect(config.stringData?.["alertmanager.yaml"]).toContain("route:");
  });

  it("is the same for the same program", async () => {
    const again = await evaluateSettings(settings);
    expect([...again.files].sort()).toEqual([...stack.files].sort());
  });

  it("shows a changed threshold as that alert's, and nothing else", async () => {
    const after = await evaluateSettings({ ...settings, alerts: { LlmApiErrorsHigh: { threshold: 17 } } });
    const changes = changesBetween(stack.files, after.files);
    const ofAlert = changes.filter(({ what }) => !what.startsWith("panel "));
    // The panels that show the alert draw its threshold.
    expect(changes.length).toBeGreaterThan(ofAlert.length);
    const change = (detail: RegExp) => ({
      file: "sightline-unit/prometheusrule-pharmacy-errors.yaml",
      what: "alert LlmApiErrorsHigh",
      detail: expect.stringMatching(detail) as string,
    });
    // What its messages say, and what is asked.
    expect(ofAlert).toMatchObject([change(/^annotations\.threshold: > 3 → > 17$/), change(/^expr: .*> 3 → .*> 17$/)]);
  });
});
