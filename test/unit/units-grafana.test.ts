import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { customForms, grafanaUnitIds } from "../../signals/units/grafana-ids";
import { fits, idFault, plainIds, shownBy } from "../../signals/units/grafana";
import { describe as inWords, readUnit } from "../../signals/units/notation";

const installed = join(resolve(__dirname, "../.."), "viewer/node_modules/@grafana/data");
const source = join(installed, "dist/esm/valueFormats/categories.mjs");

describe("Grafana's unit ids", () => {
  // Its modules need a browser's packages around them, so they are read and not run.
  it.skipIf(!existsSync(source))("are those of the package", () => {
    const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { version: string };
    expect(version).toBe("12.4.10");
    const ids = [...readFileSync(source, "utf8").matchAll(/\bid: "([^"]+)"/g)].map(
      (match) => JSON.parse(`"${match[1]!.replace(/\\x(..)/g, "\\u00$1")}"`) as string,
    );
    expect(ids.length).toBeGreaterThan(250);
    // An alias of earlier times, which getValueFormat() adds.
    expect(Object.keys(grafanaUnitIds).sort()).toEqual([...ids, "farenheit"].sort());
  });

  it("are the only ones that mean something here", () => {
    for (const id of [...shownBy.keys(), ...plainIds]) expect(grafanaUnitIds, id).toHaveProperty([id]);
    for (const id of Object.keys(grafanaUnitIds)) expect(idFault(id)).toBeUndefined();
    for (const form of customForms) expect(idFault(`${form}:x`)).toBeUndefined();
  });

  it("each show what they stand for, and nothing else", () => {
    for (const [id, unit] of shownBy) {
      expect(fits(unit, id), id).toBe(true);
      expect(fits(unit, unit.dims.byte === undefined ? "bytes" : "s"), id).toBe(false);
    }
  });
});

describe("units in writing", () => {
  it.each<[string, string]>([
    ["seconds", "seconds"],
    ["bytes/second", "bytes a second"],
    ["count/minute", "events a minute"],
    ["count / hour", "events an hour"],
    ["mebibytes/second", "mebibytes a second"],
    ["bits/second", "bits a second"],
    ["seconds/count", "seconds"],
    ["percent", "percent"],
    ["timestamp", "a point in time, in seconds since 1970"],
    ["boolean", "true or false"],
    ["celsius", "degrees Celsius"],
    ["celsius/hour", "degrees Celsius an hour"],
    ["watts", "watts"],
    ["currencyEUR", "currencyEUR"],
  ])("%s is %s", (text, words) => expect(inWords(readUnit(text)!)).toBe(words));

  it.each(["secs", "bytes/fortnight", "bytes/second/second", "timestamp/second", "", "/"])("%s is none", (text) =>
    expect(readUnit(text)).toBeUndefined(),
  );
});
