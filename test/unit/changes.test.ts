import { describe, expect, it } from "vitest";
import { asText, changesBetween } from "../../cli/lib/changes";
import { toYaml } from "../../signals/yaml";

const rules = (...alerts: object[]) => toYaml({ groups: [{ name: "errors", rules: alerts }] });
const high = { alert: "High", expr: "a > 3", for: "5m" };
const low = { alert: "Low", expr: "b < 1" };

/** Each change as text, of one file. */
function changed(file: string, before: string | undefined, after: string | undefined): string[] {
  const files = (content: string | undefined) => new Map(content === undefined ? [] : [[file, content]]);
  return changesBetween(files(before), files(after)).map((change) => asText([change]));
}

describe("what changed", () => {
  it("is nothing for the same content", () => {
    expect(changed("r.yaml", rules(high), rules(high))).toEqual([]);
    expect(asText([])).toBe("No change.");
  });

  it("is told as alert and number", () => {
    expect(changed("r.yaml", rules(high, low), rules({ ...high, expr: "a > 5" }, low))).toEqual([
      "~ r.yaml  alert High  expr: a > 3 → a > 5",
    ]);
  });

  it("of an alert that comes or goes is that alert, though all after it moved", () => {
    expect(changed("r.yaml", rules(low), rules(high, low))).toEqual(["+ r.yaml  alert High"]);
    expect(changed("r.yaml", rules(high, low), rules(low))).toEqual(["- r.yaml  alert High"]);
    expect(changed("r.yaml", rules(high, low), rules(low, high))).toEqual([]);
  });

  it("of a file that comes or goes is the file", () => {
    expect(changed("r.yaml", undefined, rules(low))).toEqual(["+ r.yaml"]);
    expect(changed("r.yaml", rules(low), undefined)).toEqual(["- r.yaml"]);
  });

  it("of a text that has no structure is the file", () => {
    expect(changed("redis.conf", "a 1", "a 2")).toEqual(["~ redis.conf"]);
  });

  it("of a dashboard is the panel and its query, whatever number it has", () => {
    const board = (id: number, expr: string) =>
      JSON.stringify({ panels: [{ id, title: "Queue", targets: [{ refId: "A", expr }] }] });
    expect(changed("d.json", board(1, "x"), board(2, "x"))).toEqual([]);
    expect(changed("d.json", board(1, "x"), board(1, "y"))).toEqual(["~ d.json  panel Queue query A  expr: x → y"]);
  });

  it("of a service is named", () => {
    const compose = (image: string) => toYaml({ services: { app: { image, ports: [{ target: 80 }] } } });
    expect(changed("compose.yaml", compose("a:1"), compose("a:2"))).toEqual([
      "~ compose.yaml  service app  image: a:1 → a:2",
    ]);
  });

  it("of a value that has no name is where it is", () => {
    const deployment = (replicas: number) => toYaml({ kind: "Deployment", spec: { replicas } });
    expect(changed("d.yaml", deployment(1), deployment(2))).toEqual(["~ d.yaml  spec.replicas: 1 → 2"]);
  });

  it("of a file in a ConfigMap or a Secret is that file's", () => {
    const map = (data: object) => toYaml({ kind: "ConfigMap", metadata: { name: "rules" }, data });
    const [before, after] = [rules(high), rules({ ...high, expr: "a > 5" })];
    expect(
      changed("map.yaml", map({ "r.yaml": before, "a.conf": "1" }), map({ "r.yaml": after, "a.conf": "2" })),
    ).toEqual(["~ map/a.conf", "~ map/r.yaml  alert High  expr: a > 3 → a > 5"]);
    expect(changed("map.yaml", map({ "r.yaml": before }), map({ "s.yaml": after }))).toEqual([
      "- map/r.yaml",
      "+ map/s.yaml",
    ]);
    const secret = (content: string) => toYaml({ kind: "Secret", stringData: { "r.yaml": content } });
    expect(changed("s.yaml", secret(before), secret(after))).toEqual(["~ s/r.yaml  alert High  expr: a > 3 → a > 5"]);
  });

  it("of an object that holds files is told beside theirs", () => {
    const map = (size: string) => toYaml({ kind: "ConfigMap", metadata: { labels: { size } }, data: { a: "1" } });
    expect(changed("map.yaml", map("s"), map("l"))).toEqual(["~ map.yaml  metadata.labels.size: s → l"]);
  });

  it("of a network policy is the flow", () => {
    const to = (role: string, port: number) => ({
      to: [{ podSelector: { matchLabels: { role } } }],
      ports: [{ port, protocol: "TCP" }],
    });
    const policy = (...egress: object[]) => toYaml({ kind: "NetworkPolicy", spec: { egress } });
    const dns = to("dns", 53);
    expect(changed("p.yaml", policy(to("app", 8000), dns), policy(dns))).toEqual(["- p.yaml  flow to app 8000 TCP"]);
    expect(changed("p.yaml", policy(dns), policy(to("app", 8000), dns))).toEqual(["+ p.yaml  flow to app 8000 TCP"]);
  });

  it("of the list of files is told by the files", () => {
    expect(changed("kustomization.yaml", toYaml({ resources: ["a"] }), toYaml({ resources: ["b"] }))).toEqual([]);
  });

  it("is cut where it's long", () => {
    const [line = ""] = changed("a.yaml", toYaml({ a: "x".repeat(500) }), toYaml({ a: "y".repeat(500) }));
    expect(line.length).toBeLessThan(400);
  });
});
