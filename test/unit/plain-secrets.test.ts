import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStackFile } from "../../cli/lib/stack-config";
import { readableConfig } from "../../cli/lib/stack-secrets";
import { configPath, parsedPath, withValueAt } from "../../config/config-path";
import { examples } from "../../config/examples";
import { plainFaults, sightlineValues, storedPlainFaults } from "../../config/plain-secrets";
import { rawValues, readSettings } from "../../config/read";
import { secretPlaces } from "../../config/secret-places";
import { UserError } from "../../signals/errors";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "sightline-plain-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const chat = "https://hooks.example/s3cret";
const secure = { secure: "v1:abc:def" };
const receivers = (url: unknown) => ({ "on-call": { slack: [{ url, channel: "#x" }] } });

/** A stack file of these settings, and what is read of it. */
function stackFile(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const path = join(folder, "Pulumi.dev.yaml");
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sightline:${key}`, value]));
  writeFileSync(path, JSON.stringify({ config }));
  return readStackFile(path);
}

describe("a place of the configuration", () => {
  it.each<[string, (string | number)[]]>([
    ["sightline:alertWebhookUrl", ["alertWebhookUrl"]],
    ["sightline:receivers.on-call.slack[0].url", ["receivers", "on-call", "slack", 0, "url"]],
    ["sightline:a[12][3].b", ["a", 12, 3, "b"]],
    ['sightline:a["x.y [0]"]["say \\"hi\\""]', ["a", "x.y [0]", 'say "hi"']],
  ])("%s is written as the Pulumi CLI reads it, and read so", (text, path) => {
    expect(configPath(path)).toBe(text);
    expect(parsedPath(text)).toEqual(path);
  });

  it.each(["alertWebhookUrl", "sightline:", "sightline:a..b", "sightline:a[x]", "sightline:a[0"])(
    "isn't %s",
    (text) => {
      expect(parsedPath(text)).toBeUndefined();
    },
  );

  it("gets a value without a change to what was there", () => {
    const before = { a: [{ b: 1, c: 2 }] };
    expect(withValueAt(before, ["a", 0, "b"], 3)).toEqual({ a: [{ b: 3, c: 2 }] });
    expect(withValueAt({}, ["a", 1, "b"], 3)).toEqual({ a: [undefined, { b: 3 }] });
    expect(before).toEqual({ a: [{ b: 1, c: 2 }] });
  });
});

describe("a secret in plain text in a stack file", () => {
  const faults = (settings: Readonly<Record<string, unknown>>) =>
    plainFaults("dev", sightlineValues(stackFile(settings)));

  it("is refused, with the line that sets it", () => {
    expect(faults({ receivers: receivers(chat) })).toEqual([
      "sightline:receivers.on-call.slack.0.url is in plain text in the stack file; set it with " +
        "pulumi config set --secret --path 'sightline:receivers.on-call.slack[0].url' --stack dev (it asks for the value), " +
        "or give {file: path} in its place",
    ]);
  });

  it("is refused at every place that there is, all at once, and never told", () => {
    const found = faults({ ...examples });
    const given = secretPlaces({ ...examples }).filter(({ value }) => typeof value === "string");
    expect(found).toEqual(given.map(({ path }) => expect.stringContaining(`--path '${configPath(path)}' `) as string));
    expect(found.length).toBeGreaterThan(10);
    expect(found.join("\n")).not.toMatch(/s3cret|hooks\.slack|4711/);
  });

  it("is refused in a map that was set as JSON, and when YAML takes it for a number", () => {
    expect(faults({ receivers: JSON.stringify(receivers(chat)) })).toHaveLength(1);
    expect(faults({ postgresPassword: 123456 })).toHaveLength(1);
  });

  it("isn't what is encrypted, in a file, or kept by the cluster", () => {
    const kubernetesSecret = { name: "chat", key: "url" };
    for (const value of [secure, { file: "url" }, { kubernetesSecret }]) {
      expect(faults({ receivers: receivers(value), alertWebhookUrl: value })).toEqual([]);
    }
    expect(faults({ redisPassword: "" })).toEqual([]);
  });
});

describe("what the engine hands over decrypted", () => {
  /** As the engine does: keys in which something is encrypted are known to be so. */
  const faults = (settings: Readonly<Record<string, unknown>>, secretKeys: readonly string[]) => {
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const raw = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sightline:${key}`, text(value)]));
    pulumi.runtime.setAllConfig(
      raw,
      secretKeys.map((key) => `sightline:${key}`),
    );
    return storedPlainFaults("dev", raw, folder);
  };
  const two = { slack: [{ url: chat }, { url: `${chat}2` }] };

  it("is refused where nothing of a key is encrypted", () => {
    expect(faults({ receivers: { a: two }, redisPassword: "s3cret" }, ["receivers"])).toEqual([
      expect.stringContaining("sightline:redisPassword is in plain text"),
    ]);
    expect(faults({ receivers: { a: two } }, [])).toHaveLength(2);
    expect(faults({ receivers: { a: two }, redisPassword: "s3cret" }, ["receivers", "redisPassword"])).toEqual([]);
  });

  it("is refused where the stack file shows it, though something else of its key is encrypted", () => {
    stackFile({ receivers: { a: { slack: [{ url: secure }, { url: `${chat}2` }] } } });
    expect(faults({ receivers: { a: two } }, ["receivers"])).toEqual([
      expect.stringContaining("--path 'sightline:receivers.a.slack[1].url' --stack dev"),
    ]);
  });
});

describe("a stack's configuration, as far as it can be read", () => {
  it("has something of the right shape at the place of everything that is encrypted", () => {
    const places = secretPlaces({ ...examples });
    const locked = places.reduce<unknown>((values, { path }) => withValueAt(values, path, secure), examples);
    const own = {
      ...(locked as object),
      app: { image: "shop:1" },
      target: "kubernetes",
      dockerHost: "",
      bindAddress: "",
    };
    const { config, encrypted, unreadable, faults } = readableConfig(stackFile(own), {});
    expect(encrypted).toEqual(places.map(({ path }) => configPath(path)));
    expect([unreadable, faults]).toEqual([[], []]);
    expect(JSON.stringify(config)).not.toContain("v1:abc");
    // What else the examples have needn't go together; nothing of it is about a secret.
    expect(
      aboutSecrets(
        config,
        places.map(({ path }) => path.join(".")),
      ),
    ).toEqual([]);
  });

  it("has what was put into secrets.json, by its place, whether or not the stack file names it", () => {
    const given = { receivers: { a: { slack: [{ url: secure }, { channel: "#x" }] } }, redisPassword: secure };
    const { config, encrypted, supplied } = readableConfig(stackFile(given), {
      "sightline:receivers.a.slack[0].url": chat,
      "sightline:receivers.a.slack[1].url": `${chat}2`,
      "sightline:alertWebhookUrl": chat,
    });
    expect(encrypted).toEqual(["sightline:redisPassword"]);
    // The Pulumi CLI wouldn't know of these.
    expect(supplied).toEqual(["sightline:receivers.a.slack[1].url", "sightline:alertWebhookUrl"]);
    expect(rawValues(config).values).toMatchObject({
      receivers: { a: { slack: [{ url: chat }, { url: `${chat}2`, channel: "#x" }] } },
      alertWebhookUrl: chat,
    });
  });

  it("tells of files that can't be read, and goes on without", () => {
    const given = { receivers: receivers({ file: "no/such/url" }), postgresPassword: { file: "no/such/password" } };
    const { config, encrypted, unreadable } = readableConfig(stackFile(given), {});
    expect(unreadable).toEqual([
      "sightline:receivers.on-call.slack.0.url: the file no/such/url isn't there, nor is its folder",
      "sightline:postgresPassword: the file no/such/password isn't there, nor is its folder",
    ]);
    expect(encrypted).toEqual([]);
    expect(readSettings("dev", config).settings.receivers).toMatchObject(
      receivers({ value: "https://encrypted.invalid/" }),
    );
  });

  it("refuses what is encrypted and isn't a secret, and a place that is none", () => {
    const { faults } = readableConfig(stackFile({ receivers: secure, app: { environment: { A: secure } } }), {
      "sightline:receivers[": "x",
    });
    expect(faults).toEqual([
      "secrets.json: sightline:receivers[ isn't a place such as sightline:receivers.on-call.slack[0].url",
      "sightline:receivers is encrypted, but isn't a secret; plain text was expected, with only the secrets in it encrypted",
      "sightline:app.environment.A is encrypted, but isn't a secret; plain text was expected, with only the secrets in it encrypted",
    ]);
  });

  it("has every receiver once", () => {
    const path = join(folder, "Pulumi.twice.yaml");
    writeFileSync(path, "config:\n  sightline:receivers:\n    a: {slack: []}\n    a: {email: []}\n");
    expect(() => readStackFile(path)).toThrow(/Pulumi\.twice\.yaml: Map keys must be unique at line 4/);
  });
});

function aboutSecrets(config: Readonly<Record<string, string>>, places: readonly string[]): readonly string[] {
  try {
    readSettings("dev", config);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.faults.filter((fault) => places.some((place) => fault.startsWith(`sightline:${place}:`)));
  }
  return [];
}
