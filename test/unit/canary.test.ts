import { describe, expect, it } from "vitest";
import { canary, CanarySearch, traces } from "../lib/canary";

describe("the search for secrets", () => {
  const value = canary();
  const found = (text: string) => {
    const search = new CanarySearch({ password: value });
    search.look("somewhere", "a file", text);
    return search.hits.length > 0;
  };

  it.each<[string, (text: string) => string]>([
    ["as it is", (text) => `password=${text}&x`],
    ["in hexadecimal", (text) => Buffer.from(`a${text}b`).toString("hex")],
    ["in base64, at its beginning", (text) => Buffer.from(`${text}:x`).toString("base64")],
    ["in base64, one byte later", (text) => Buffer.from(`a${text}`).toString("base64")],
    ["in base64, two bytes later", (text) => Buffer.from(`ab${text}tail`).toString("base64")],
    ["in base64, of basic authentication", (text) => Buffer.from(`sightline:${text}`).toString("base64")],
  ])("finds one %s", (_name, dressed) => expect(found(dressed(value))).toBe(true));

  it("finds none in what has none", () => {
    const other = canary();
    expect(traces(other).some((trace) => found(trace))).toBe(false);
  });

  it("says how much it searched", () => {
    const search = new CanarySearch({ password: value });
    search.look("logs", "one", "x".repeat(2000));
    search.look("logs", "two", value);
    expect(search.table()).toMatch(/^logs +2 +2 KiB 1 hits$/);
  });
});
