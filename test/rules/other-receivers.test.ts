import { describe, expect, it } from "vitest";
import { otherKinds } from "../../signals/delivery/receivers/other-kinds";
import { toYaml } from "../../signals/yaml";
import { amtoolRuns } from "../lib/amtool";
import { needsAmtool } from "../lib/needs";

const ready = needsAmtool();

/** Lists of maps: what is known of them is what their entries may have. */
const lists = ["attachments", "attachments.fields", "fields", "actions"];

/** A receiver with a setting that has no value, where it stands. */
function configWith(kind: string, path: string, names: readonly string[]): string {
  const parts = path.split(".").filter(Boolean);
  const inner: unknown = Object.fromEntries(names.map((name) => [name, null]));
  const settings = parts.reduceRight<unknown>((value, part, i) => {
    const list = lists.includes(parts.slice(0, i + 1).join("."));
    return { [part]: list ? [value] : value };
  }, inner);
  const receivers = [{ name: "it", [`${kind}_configs`]: [settings] }];
  return toYaml({ route: { receiver: "it" }, receivers });
}

const cases = Object.entries(otherKinds).flatMap(([kind, { settings }]) =>
  Object.entries(settings).map(([path, names]) => ({ kind, path, names })),
);
const unread = (output: string) => [...output.matchAll(/field (\S+) not found/g)].map(([, name]) => name!);

/** A receiver that has the first of each set, but not of the one at `without`. */
function configWithout(kind: string, without: number): string {
  const settings: Record<string, unknown> = {};
  otherKinds[kind]!.required.forEach(([first], i) => {
    const parts = first!.split(".");
    if (i === without) return;
    Object.assign(
      settings,
      parts.reduceRight<unknown>((value, part) => ({ [part]: value }), "https://x.example"),
    );
  });
  const receivers = [{ name: "it", [`${kind}_configs`]: [settings] }];
  return toYaml({ route: { receiver: "it" }, receivers });
}

describe.runIf(ready)("the settings of other receivers", () => {
  it("are those that Alertmanager reads", { timeout: 120_000 }, () => {
    const wrong = "nonsense";
    const files = Object.fromEntries(
      cases.map(({ kind, path, names }, i) => [`${i}.yml`, configWith(kind, path, [...names, wrong])]),
    );
    const results = amtoolRuns(
      files,
      cases.map((_, i) => ["check-config", `${i}.yml`]),
    );
    const found = results.map(({ output }, i) => [cases[i]!.kind, cases[i]!.path, unread(output)]);
    expect(found).toEqual(cases.map(({ kind, path }) => [kind, path, [wrong]]));
  });

  it("are needed by Alertmanager as they are here", { timeout: 120_000 }, () => {
    const sets = Object.entries(otherKinds).flatMap(([kind, { required }]) =>
      [-1, ...required.keys()].map((without) => ({ kind, without })),
    );
    const results = amtoolRuns(
      Object.fromEntries(sets.map(({ kind, without }, i) => [`${i}.yml`, configWithout(kind, without)])),
      sets.map((_, i) => ["check-config", `${i}.yml`]),
    );
    const taken = sets.filter((_, i) => results[i]!.ok);
    expect(taken).toEqual(
      [
        ...Object.keys(otherKinds).map((kind) => ({ kind, without: -1 })),
        // It starts, and incident.io refuses whatever it sends.
        { kind: "incidentio", without: 1 },
      ].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.without - b.without)),
    );
  });
});
