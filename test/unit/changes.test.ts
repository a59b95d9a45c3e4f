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
    expect(changed("d.json", board(1, "x"), board(1, "y"))).toEqual(["~ d.json  query A  expr: x → y"]);
  });

  it("of a service is named", () => {
    const compose = (image: string) => toYaml({ services: { app: { image, ports: [{ target: 80 }] } } });
    expect(changed("compose.yaml", compose("a:1"), compose("a:2"))).toEqual([
      "~ compose.yaml  service app  image: a:1 → a:2",
    ]);
  });

  it("is cut where it's long", () => {
    const [line = ""] = changed("a.yaml", toYaml({ a: "x".repeat(500) }), toYaml({ a: "y".repeat(500) }));
    expect(line.length).toBeLessThan(400);
  });
});
