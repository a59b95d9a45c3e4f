import { describe, expect, it } from "vitest";
import { nameFaults } from "../../cli/lib/kubernetes/names";

const object = (kind: string, name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "a" },
  ...more,
});

describe("names and labels that Kubernetes refuses", () => {
  it.each([
    ["ConfigMap", "x".repeat(63), undefined],
    ["ConfigMap", "x".repeat(64), "the name has 64 characters; at most 63 were expected"],
    ["StatefulSet", "x".repeat(53), "the name has 53 characters; at most 52 were expected"],
    ["Prometheus", "x".repeat(33), "the name has 33 characters; at most 32 were expected"],
    ["ConfigMap", "a.b-c", undefined],
    ["Service", "a.b", "lower-case letters, digits and hyphens inside"],
    ["ConfigMap", "Upper", "lower-case letters, digits and hyphens inside"],
    ["ConfigMap", "end-", "lower-case letters, digits and hyphens inside"],
  ])("%s %s", (kind, name, fault) => {
    const faults = nameFaults([object(kind, name)]);
    expect(faults).toEqual(fault === undefined ? [] : [expect.stringContaining(fault)]);
  });

  it("are found in the labels of objects, pods, claims and selectors, and in no others", () => {
    const labels = { good: "v1.2_a", "example.com/bad": "two words" };
    const faults = nameFaults([
      { ...object("Deployment", "own"), metadata: { name: "own", namespace: "a", labels: { long: "x".repeat(64) } } },
      object("Deployment", "pods", { spec: { template: { metadata: { labels } } } }),
      object("Prometheus", "operated", { spec: { podMetadata: { labels } } }),
      object("NetworkPolicy", "selector", { spec: { podSelector: { matchLabels: labels } } }),
      object("PrometheusRule", "rules", { spec: { groups: [{ rules: [{ labels: { text: "two words" } }] }] } }),
      object("CustomResourceDefinition", "kinds", { spec: { metadata: { labels: { additionalProperties: {} } } } }),
    ]);
    const bad = 'the label example.com/bad has the value "two words", which isn\'t made of letters';
    expect(faults).toEqual([
      expect.stringContaining("Deployment a/own: the label long has the value"),
      expect.stringContaining(`Deployment a/pods: ${bad}`),
      expect.stringContaining(`Prometheus a/operated: ${bad}`),
      expect.stringContaining(`NetworkPolicy a/selector: ${bad}`),
    ]);
  });
});
