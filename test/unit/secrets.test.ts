import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretStore, writeFolder } from "../../cli/lib/secrets";
import { UserError } from "../../signals/errors";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "sightline-secrets-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const mode = (path: string) => statSync(join(folder, path)).mode & 0o777;

describe("a stack's secrets", () => {
  it("are made once, each another, of 32 letters and digits", () => {
    const store = new SecretStore(folder);
    const made = [store.get("postgres"), store.get("redis")];
    expect(new Set(made).size).toBe(2);
    for (const value of made) expect(value).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new SecretStore(folder).get("postgres")).toBe(made[0]);
  });

  it("are written whole, and for their owner only", () => {
    new SecretStore(folder).get("postgres");
    expect(mode("secrets.json")).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["secrets.json"]);
  });

  it("aren't made by asking for what there is", () => {
    expect(new SecretStore(folder).values()).toEqual({});
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are made anew for another version, and the old one is forgotten when that is deployed", () => {
    const first = new SecretStore(folder).get("grafana-admin");
    const second = new SecretStore(folder).get("grafana-admin", "2");
    expect(second).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(second).not.toBe(first);
    // Until then both are there: an `up` that fails locks nobody out.
    expect(new SecretStore(folder).get("grafana-admin", "2")).toBe(second);
    expect(new SecretStore(folder).values()["grafana-admin"]).toBe(first);

    new SecretStore(folder).adopt({ "grafana-admin": "2", web: "1" });
    expect(new SecretStore(folder).values()).toEqual({ "grafana-admin": second });
    expect(new SecretStore(folder).get("grafana-admin", "2")).toBe(second);
    expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toContain(first);
    expect(new SecretStore(folder).get("grafana-admin")).not.toBe(first);
  });

  it("of a version that nothing was before need no place beside", () => {
    const made = new SecretStore(folder).get("web", "3");
    expect(new SecretStore(folder).values()).toEqual({ web: made });
    expect(new SecretStore(folder).get("web", "3")).toBe(made);
  });

  it("that another engine made keep their version", () => {
    new SecretStore(folder).keep({ postgres: "p", "grafana-admin": "g" }, { "grafana-admin": "4" });
    expect(new SecretStore(folder).get("grafana-admin", "4")).toBe("g");
    expect(new SecretStore(folder).values()).toEqual({ postgres: "p", "grafana-admin": "g" });
  });

  it("may hold configuration that was put there by hand", () => {
    writeFileSync(join(folder, "secrets.json"), '{"sightline:alertWebhookUrl": "http://x", "redis": "y"}');
    expect(new SecretStore(folder).configured()).toEqual({ "sightline:alertWebhookUrl": "http://x" });
  });

  it("that can't be read are told with their path, and never made anew", () => {
    writeFileSync(join(folder, "secrets.json"), '{"postgres": "cut o');
    expect(() => new SecretStore(folder)).toThrow(UserError);
    expect(() => new SecretStore(folder)).toThrow(join(folder, "secrets.json"));
    expect(readFileSync(join(folder, "secrets.json"), "utf8")).toBe('{"postgres": "cut o');
  });
});

describe("a file of secrets that isn't JSON", () => {
  const fault = (content: string) => {
    writeFileSync(join(folder, "secrets.json"), content);
    try {
      new SecretStore(folder);
    } catch (error) {
      return (error as UserError).message.replace(`${folder}/`, "");
    }
    return "";
  };

  it.each([
    ['{"a": "hunter2', "it ends too early, at line 1, column 15"],
    ['{"a": "hunter2",\n  "b": hunter2}', "something else was expected at line 2, column 8"],
    ['{"a": "hunter2"\n  "b": "c"}', "something else was expected at line 2, column 3"],
    ['{"a": "hunter2",}', "something else was expected at line 1, column 17"],
    ['{"a": "hunter2\n"}', "something else was expected at line 1, column 15"],
    ['{"a": "hunter2"}\nhunter2', "something else was expected at line 2, column 1"],
    ["", "it ends too early, at line 1, column 1"],
    ["hunter2", "something else was expected at line 1, column 1"],
  ])("says where, and nothing of it: %j", (content, place) => {
    expect(fault(content)).toBe(`secrets.json isn't valid JSON: ${place}`);
  });

  it("or isn't an object of it", () => {
    for (const content of ['"hunter2"', '["hunter2"]', "null"]) {
      expect(fault(content)).toBe('secrets.json: a JSON object was expected, {"name": "secret"}');
    }
  });
});

describe("a folder that is written", () => {
  it("holds just what it should, and secret files only their owner reads", () => {
    const out = join(folder, "secrets");
    writeFolder(out, new Map([["app/old", "1"]]), true);
    writeFolder(out, new Map([["app/password", "2"]]), true);
    expect(readdirSync(join(out, "app"))).toEqual(["password"]);
    expect([mode("secrets"), mode("secrets/app"), mode("secrets/app/password")]).toEqual([0o700, 0o700, 0o600]);
    expect(readdirSync(folder)).toEqual(["secrets"]);
  });
});
