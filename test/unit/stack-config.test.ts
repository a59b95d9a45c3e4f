import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readableConfig } from "../../cli/lib/stack-secrets";
import { readStackFile } from "../../cli/lib/stack-config";
import { UserError } from "../../signals/errors";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "sightline-stack-file-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const path = join(folder, "Pulumi.dev.yaml");
  writeFileSync(path, text);
  return readStackFile(path);
};

function faults(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
  return [];
}

describe("a stack file", () => {
  it("may be empty", () => {
    expect([read(""), read("config:\n")]).toEqual([{}, {}]);
  });

  it("may say the same in two places by an alias", () => {
    const text = `config:
  sightline:routes:
    - { match: { team: ai }, routes: [&urgent { match: { severity: critical }, receivers: on-call }] }
    - { match: { team: platform }, routes: [*urgent] }
`;
    const urgent = { match: { severity: "critical" }, receivers: "on-call" };
    const routes = [
      { match: { team: "ai" }, routes: [urgent] },
      { match: { team: "platform" }, routes: [urgent] },
    ];
    expect(read(text)).toEqual({ "sightline:routes": routes });
    expect(readableConfig(read(text), {}).config).toEqual({ "sightline:routes": JSON.stringify(routes) });
  });

  it("can't have keys that contain themselves", () => {
    const text = `config:
  sightline:routes:
    - &outer
      match: { team: ai }
      routes:
        - match: { severity: critical }
          routes: [*outer]
    - &own
      routes: *own
  sightline:receivers: &all { a: { slack: [], b: *all } }
`;
    expect(faults(text)).toEqual([
      "Pulumi.dev.yaml: sightline:routes.0.routes.0.routes.0 is an alias of sightline:routes.0, which it's within; a key can't contain itself",
      "Pulumi.dev.yaml: sightline:routes.1.routes is an alias of sightline:routes.1, which it's within; a key can't contain itself",
      "Pulumi.dev.yaml: sightline:receivers.a.b is an alias of sightline:receivers, which it's within; a key can't contain itself",
    ]);
    expect(faults("config: &all\n  sightline:routes: *all\n")).toEqual([
      "Pulumi.dev.yaml: sightline:routes is an alias of config, which it's within; a key can't contain itself",
    ]);
  });

  it("can't name what isn't there", () => {
    expect(faults("config:\n  sightline:routes: *gone\n")).toEqual([
      expect.stringMatching(/^Pulumi\.dev\.yaml: .*gone/),
    ]);
  });
});
