import { describe, expect, it } from "vitest";
import { byOwner, newerCrdFaults, olderCrdFaults, type ClusterCrd } from "../../cli/lib/kubernetes/crds";
import { recordOf, type OperatorSurvey } from "../../cli/lib/kubernetes/detect";
import { operatorsOf, serves, type OperatorDeployment } from "../../cli/lib/kubernetes/operators";
import { selectsLabels } from "../../cli/lib/kubernetes/selectors";

const deployment = (image: string, args: string[] = [], labels = {}, replicas = 1): OperatorDeployment => ({
  metadata: { name: "operator", namespace: "monitoring", labels },
  spec: { replicas, template: { spec: { containers: [{ image, args }] } } },
});
const labels = { "sightline.stack": "dev" };

describe("an operator of the cluster", () => {
  const upstream = "quay.io/prometheus-operator/prometheus-operator";
  const reloader = "--prometheus-config-reloader=quay.io/prometheus-operator/prometheus-config-reloader:v0.83.0";
  it.each<[string, OperatorDeployment, string | undefined]>([
    ["by its tag", deployment(`${upstream}:v0.85.0`), "0.85.0"],
    ["with more in its tag", deployment(`${upstream}:v0.85.0-distroless`), "0.85.0"],
    [
      "of a mirror",
      deployment("mirror:5000/rancher/mirrored-prometheus-operator-prometheus-operator:v0.80.1"),
      "0.80.1",
    ],
    ["by its reloader's tag", deployment(`${upstream}@sha256:00`, [reloader]), "0.83.0"],
    ["by its label", deployment(upstream, [], { "app.kubernetes.io/version": "v0.79.2" }), "0.79.2"],
    ["not by a chart's label", deployment(upstream, [], { "app.kubernetes.io/version": "77.1.0" }), undefined],
  ])("has a version: %s", (_, one, version) => {
    expect(operatorsOf([one])).toMatchObject([{ name: "monitoring/operator", version }]);
  });

  it("isn't another program, one of a stack, nor one that is scaled to nothing", () => {
    expect(
      operatorsOf([
        deployment("quay.io/prometheus-operator/admission-webhook:v0.85.0"),
        deployment("quay.io/prometheus-operator/prometheus-config-reloader:v0.85.0"),
        deployment(`${upstream}:v0.85.0`, [], { "sightline.stack": "other" }),
        deployment(`${upstream}:v0.85.0`, [], {}, 0),
      ]),
    ).toEqual([]);
  });

  it.each<[string[], boolean]>([
    [[], true],
    [["--namespaces=a,sightline-dev"], true],
    [["-namespaces", "a"], false],
    [["--namespaces="], true],
    [["--deny-namespaces=sightline-dev"], false],
    [["--deny-namespaces=a"], true],
    [["--prometheus-instance-namespaces=a"], false],
    [["--alertmanager-instance-namespaces=a"], false],
    [["--prometheus-instance-selector=team=x"], false],
    [["--prometheus-instance-selector=team!=x"], true],
  ])("with %j serves the stack: %s", (args, expected) => {
    expect(serves({ args }, "sightline-dev", labels)).toBe(expected);
  });
});

describe("a label selector", () => {
  it.each<[string, boolean]>([
    ["", true],
    ["a=1", true],
    ["a==2", false],
    ["a!=2,b", true],
    ["!a", false],
    ["!c", true],
    ["a in (1, 2),b notin (3)", true],
    ["a notin (1)", false],
    ["c in (1)", false],
  ])("%s", (selector, expected) => expect(selectsLabels(selector, { a: "1", b: "2" })).toBe(expected));
});

describe("definitions of the operator's kinds", () => {
  const crd = (name: string, version?: string, stack?: string): ClusterCrd => ({
    metadata: {
      name,
      labels: stack === undefined ? {} : { "sightline.stack": stack },
      annotations: version === undefined ? {} : { "operator.prometheus.io/version": version },
    },
    spec: { versions: [] },
  });
  const survey = (crds: readonly ClusterCrd[], serving = 0): OperatorSurvey => {
    const operator = { name: "a/b", version: "0.85.0", args: [] };
    const operators = Array.from({ length: serving }, () => operator);
    return { operators, serving: operators, crds: byOwner(crds, "dev") };
  };

  it.each<[string, "auto" | "install", OperatorSurvey, string, string]>([
    ["nothing there", "auto", survey([]), "install", "install"],
    ["an operator that serves the stack", "auto", survey([crd("x", "0.85.0")], 1), "existing", "existing"],
    ["another stack's", "auto", survey([crd("x", "0.85.0", "other")]), "install", "existing"],
    ["the stack's own", "auto", survey([crd("x", "0.85.0", "dev")]), "install", "install"],
    [
      "the stack's own, and an operator that came later",
      "auto",
      survey([crd("x", "0.85.0", "dev")], 1),
      "existing",
      "install",
    ],
    ["an operator, though one is asked for", "install", survey([crd("x", "0.85.0")], 1), "install", "existing"],
  ])("are whose, with %s", (_, choice, found, operator, crds) => {
    expect(recordOf(choice, found)).toEqual({ operator, crds });
  });

  it("of others are left alone when they will do, and told with both versions when not", () => {
    expect(olderCrdFaults([crd("a", "0.85.0"), crd("b", "0.90.1", "other")], "0.85.0", "dev")).toEqual([]);
    const older = [crd("a", "0.80.0", "other"), crd("b", "0.80.0", "other"), crd("c")];
    expect(olderCrdFaults(older, "0.85.0", "dev")).toEqual([
      expect.stringMatching(
        /of 0\.80\.0 and the stack "other"'s; 0\.85\.0 or later .*: a, b; .*definitions a b sightline\.stack=dev$/,
      ),
      expect.stringMatching(/of an unknown version and nobody's stack's; .*: c$/),
    ]);
  });

  it("aren't made older", () => {
    expect(newerCrdFaults([crd("a", "0.85.0", "dev")], "0.85.0")).toEqual([]);
    expect(newerCrdFaults([crd("a", "0.86.0", "dev")], "0.85.0")).toEqual([
      expect.stringMatching(/of version 0\.86\.0 .*newer than 0\.85\.0.*: a$/),
    ]);
  });
});
