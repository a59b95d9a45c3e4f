import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { olderThan } from "../../cli/lib/versions";
import { crdsFolder, operatorCrds, operatorVersionOf } from "../../components/platform/operator/crds";
import { cachedModule, crdFiles, withoutDescriptions } from "../../components/platform/operator/update-crds";
import { operatorVersions } from "../../components/platform/operator/versions";
import versions from "../../versions.json";

const texts = () =>
  new Map(readdirSync(crdsFolder).map((file) => [file, readFileSync(join(crdsFolder, file), "utf8")]));

/** The operator's module, or why it can't be compared with. */
function moduleFolder(): { readonly folder?: string; readonly missing?: string } {
  try {
    execFileSync("go", ["version"]);
  } catch {
    return { missing: "there's no Go here" };
  }
  const folder = cachedModule();
  return folder === undefined ? { missing: "the operator's module isn't in Go's cache" } : { folder };
}

describe("the operator's CRDs", () => {
  it("are the ten of the version that runs", () => {
    const crds = operatorCrds();
    expect(crds.map(({ metadata }) => metadata.name)).toEqual(
      [
        ...["alertmanagerconfigs", "alertmanagers", "podmonitors", "probes", "prometheusagents"],
        ...["prometheuses", "prometheusrules", "scrapeconfigs", "servicemonitors", "thanosrulers"],
      ].map((plural) => `${plural}.monitoring.coreos.com`),
    );
    expect(new Set(crds.map(operatorVersionOf))).toEqual(new Set([operatorVersions.tested]));
    expect(versions["prometheus-operator"].upstream).toBe(`v${operatorVersions.tested}`);
    expect(olderThan(operatorVersions.minimum, operatorVersions.tested)).toBe(true);
  });

  it("are those of the operator's module", ({ skip }) => {
    const { folder, missing } = moduleFolder();
    skip(missing !== undefined, missing);
    expect(texts()).toEqual(crdFiles(folder!));
  });

  it("fit into the annotation that kubectl apply makes of them", () => {
    for (const [file, text] of texts()) expect(text.length, file).toBeLessThan(262_144);
  });

  it("keep what validates", () => {
    const all = [...texts().values()].join("");
    for (const key of ["x-kubernetes-validations", "x-kubernetes-list-type", "x-kubernetes-int-or-string", "pattern"]) {
      expect(all).toContain(`"${key}":`);
    }
    expect(all).not.toMatch(/"description":"/);
    expect(all).toContain('"description":{"type":"string"}');
  });
});

describe("stripping descriptions", () => {
  it("leaves a property alone that is named so", () => {
    const schema = {
      description: "said",
      properties: {
        description: { description: "said", type: "string" },
        properties: { type: "object", properties: { description: { type: "string", enum: ["description"] } } },
      },
      required: ["description"],
      "x-kubernetes-validations": [{ rule: "has(self.description)", message: "kept" }],
    };
    expect(withoutDescriptions(schema)).toEqual({
      properties: {
        description: { type: "string" },
        properties: { type: "object", properties: { description: { type: "string", enum: ["description"] } } },
      },
      required: ["description"],
      "x-kubernetes-validations": [{ rule: "has(self.description)", message: "kept" }],
    });
  });

  it("finds the version on a cluster's CRD, if it says one", () => {
    expect(operatorVersionOf({ metadata: { annotations: { "operator.prometheus.io/version": "0.80.1" } } })).toBe(
      "0.80.1",
    );
    expect(operatorVersionOf({ metadata: {} })).toBeUndefined();
  });
});
