import { describe, expect, it } from "vitest";
import { interpolate, references, type Chosen, type Scope } from "../../signals/view/interpolate";

function chosen(name: string, values: readonly string[], rest: Partial<Chosen> = {}): Chosen {
  return { name, values, texts: values, list: true, regex: true, all: false, ...rest };
}

const scope: Scope = {
  variables: new Map(
    [
      chosen("servers", ["test1.", "test2"]),
      chosen("one", ["test1."]),
      chosen("single", ["a.b"], { list: false, regex: false }),
      chosen("path", ["C:\\it's"], { list: false, regex: false }),
      chosen("every", ["a", "b"], { all: true }),
      chosen("any", ["a", "b"], { all: true, allValue: ".*" }),
      chosen("none", []),
      chosen("spoken", ["1", "2"], { texts: ["First", "Second"] }),
    ].map((each) => [each.name, each]),
  ),
  builtIn: { __interval: "15s", __interval_ms: "15000", __from: "1769860800000" },
};

describe("in PromQL", () => {
  it.each([
    ['{server=~"$servers"}', '{server=~"(test1\\\\.|test2)"}'],
    ['{server=~"$one"}', '{server=~"test1\\\\."}'],
    ['{server="$single"}', '{server="a.b"}'],
    // As Grafana escapes it for a PromQL string.
    ['{path="$path"}', '{path="C:\\\\it\\\\\'s"}'],
    ['{x=~"$every"}', '{x=~"(a|b)"}'],
    ['{x=~"$any"}', '{x=~".*"}'],
    ['{x=~"$none"}', '{x=~"()"}'],
    ['{a="${single}", b="[[single]]"}', '{a="a.b", b="a.b"}'],
    ["rate(x[$__interval]) + ${__interval_ms}", "rate(x[15s]) + 15000"],
    // A capture group, and what nobody defined, stay.
    ['label_replace(x, "a", "$1", "b", "(.*)") + $nobody', 'label_replace(x, "a", "$1", "b", "(.*)") + $nobody'],
    ["$single_b", "$single_b"],
  ])("%s", (written, asked) => {
    expect(interpolate(written, scope, "promql")).toBe(asked);
  });
});

describe("formats, as Grafana documents them", () => {
  it.each([
    ["${servers:regex}", "(test1\\.|test2)"],
    ["${one:regex}", "test1\\."],
    ["${servers:pipe}", "test1.|test2"],
    ["${servers:csv}", "test1.,test2"],
    ["${servers:raw}", "test1.,test2"],
    ["${servers:json}", '["test1.","test2"]'],
    ["${servers:doublequote}", '"test1.","test2"'],
    ["${servers:singlequote}", "'test1.','test2'"],
    ["${servers:percentencode}", "%7Btest1.%2Ctest2%7D"],
    ["${path:percentencode}", "C%3A%5Cit%27s"],
    ["${servers:glob}", "{test1.,test2}"],
    ["${servers:unheard}", "{test1.,test2}"],
    ["${spoken:text}", "First + Second"],
    ["${every:text}", "All"],
    ["${any:csv}", ".*"],
    ["[[servers:pipe]]", "test1.|test2"],
    ["${__from:date:iso}", "2026-01-31T12:00:00.000Z"],
    ["${__from:date:seconds}", "1769860800"],
  ])("%s", (written, made) => {
    expect(interpolate(written, scope, "promql")).toBe(made);
  });

  it("depends on where a variable is, if it names no format", () => {
    const made = (["promql", "glob", "text"] as const).map((purpose) => interpolate("$spoken", scope, purpose));
    expect(made).toEqual(["(1|2)", "{1,2}", "First + Second"]);
  });
});

it("tells what a text refers to", () => {
  expect(references('$a ${b:csv} [[c]] ${d.e} $a $1 "${__to}"')).toEqual(["a", "b", "c", "d", "__to"]);
});
