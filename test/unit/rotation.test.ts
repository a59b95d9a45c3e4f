import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { evaluateSettings } from "../lib/program";

const faults = (settings: Readonly<Record<string, unknown>>): string => {
  const raw = Object.entries(settings).map(([key, value]) => [
    `sightline:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  try {
    readSettings("dev", Object.fromEntries(raw) as Record<string, string>);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
};

describe("a generated password", () => {
  const keepers = ({ resources }: Awaited<ReturnType<typeof evaluateSettings>>) =>
    Object.fromEntries(
      resources
        .filter(({ type, inputs }) => type === "random:index/randomPassword:RandomPassword" && inputs["keepers"])
        .map(({ name, inputs }) => [name.replace(/.*-secrets-/, ""), inputs["keepers"]]),
    );

  it("is made anew by another number, and nothing else is", async () => {
    expect(keepers(await evaluateSettings({}))).toEqual({});
    // The first is what a stack has that was made before there were numbers.
    expect(keepers(await evaluateSettings({ rotate: { grafanaAdmin: 1 } }))).toEqual({});
    expect(keepers(await evaluateSettings({ rotate: { grafanaAdmin: 2 } }))).toEqual({
      "grafana-admin": { version: "2" },
    });
  });

  it("gives way to one of the user's own, which is a secret file as well", async () => {
    const { resources, outputs, secretFiles, files } = await evaluateSettings({ grafanaAdminPassword: "my own, long" });
    expect(resources.filter(({ name }) => name.endsWith("-grafana-admin"))).toEqual([]);
    expect(outputs["grafanaAdminPassword"]).toBe("my own, long");
    expect(secretFiles.get("grafana/admin-password")).toBe("my own, long");
    for (const [path, content] of files) expect(content.includes("my own, long"), path).toBe(false);
  });
});

describe("what can't be changed by a number", () => {
  it.each([
    [{ rotate: { postgres: 2 } }, "sightline:rotate.postgres: it can't be changed by a number: the database keeps"],
    [{ rotate: { redis: 2 } }, "sightline:rotate.redis: it can't be changed by a number: who is connected"],
    [{ rotate: { grafanaKey: 2 } }, "sightline:rotate.grafanaKey: it can't be changed by a number: Grafana couldn't"],
    [
      { rotate: { grafanaAdmn: 2 } },
      'sightline:rotate.grafanaAdmn: no generated password has this name, grafanaAdmin or web was expected; did you mean "grafanaAdmin"?',
    ],
    [{ rotate: { grafanaAdmin: 0 } }, "sightline:rotate.grafanaAdmin: 1 or more"],
    [
      { rotate: { grafanaAdmin: 2 }, grafanaAdminPassword: "chosen by me" },
      "sightline:rotate.grafanaAdmin is 2, but grafanaAdminPassword is given: another grafanaAdminPassword was expected",
    ],
    [{ grafanaAdminPassword: "short" }, "sightline:grafanaAdminPassword: at least 8 characters"],
    [{ grafanaAdminPassword: "ends with space " }, "sightline:grafanaAdminPassword: letters, digits and ASCII signs"],
  ])("is refused with the reason: %j", (settings, said) => {
    expect(faults(settings)).toContain(said);
    expect(faults(settings)).not.toContain("chosen by me");
  });
});
