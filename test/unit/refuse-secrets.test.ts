import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { givenSecrets, refuseSecrets } from "../../cli/translate/refuse-secrets";
import { standInText } from "../../config/secret-value";
import { UserError } from "../../signals/errors";
import { canary } from "../lib/canary";
import { evaluateSettings } from "../lib/program";

const folder = mkdtempSync(join(tmpdir(), "sightline-refuse-"));
afterAll(() => rmSync(folder, { recursive: true }));
const values: string[] = [];

/** A file with a secret that nothing else is like. */
function secret(before = ""): { readonly file: string } {
  const file = join(folder, `secret-${values.length}`);
  values.push(`${before}${canary()}`);
  writeFileSync(file, `${values.at(-1)}\n`);
  return { file };
}

/** As the engine hands settings over. */
function configOf(settings: Readonly<Record<string, unknown>>): { config: Record<string, string> } {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return {
    config: Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sightline:${key}`, text(value)])),
  };
}

const given = {
  alertWebhookUrl: secret("https://alerts.example/"),
  heartbeat: { url: secret("https://beat.example/") },
  postgresPassword: secret(),
  redisPassword: secret(),
  grafanaAdminPassword: secret(),
  webPassword: secret(),
  access: { login: "always" },
  smtp: { host: "smtp.shop.example", from: "a@shop.example", username: "alerts", password: secret() },
  defaultReceivers: ["all"],
  receivers: {
    all: {
      email: [{ to: "team@shop.example" }],
      slack: [{ url: secret("https://hooks.slack.example/services/") }],
      opsgenie: [{ apiKey: secret() }],
      webhook: [{ url: secret("https://chat.example/"), basicAuth: { username: "sightline", password: secret() } }],
    },
  },
};

describe("secrets of a stack's configuration", () => {
  it("are known, wherever they stand, but for those that can't be read and the shortest", () => {
    expect(
      givenSecrets(configOf(given))
        .map(({ value }) => value)
        .sort(),
    ).toEqual([...values].sort());
    const less = { postgresPassword: "hunter2", redisPassword: standInText, webPassword: "from-secrets.json" };
    expect(givenSecrets(configOf({ ...less, alertWebhookUrl: { file: "/no/where" } }))).toEqual([
      { place: "sightline:webPassword", value: "from-secrets.json" },
    ]);
  });

  it.each(["docker", "kubernetes"])("are in no rendered file of a stack on %s", async (target) => {
    // In a cluster, only what has a name asks for a login.
    const hosts = { prometheus: "prometheus.shop.example", alertmanager: "alertmanager.shop.example" };
    const named = target === "kubernetes" ? { kubernetes: { ingress: { className: "nginx", hosts } } } : {};
    const { files } = await evaluateSettings({ ...given, ...named, target });
    expect(() => refuseSecrets(files, [], givenSecrets(configOf(given)))).not.toThrow();
  });
});

describe("a file that would hold a secret", () => {
  const value = "hunter2$hunter2";
  const files = (content: string) => new Map([["compose.yaml", `a: ${content}\n`]]);

  it.each([
    ["as it is", value],
    ["with each $ twice", "hunter2$$hunter2"],
    ["in base64", Buffer.from(value).toString("base64")],
  ])("isn't rendered: %s", (_, content) => {
    expect(() => refuseSecrets(files(content), [value], [])).toThrow("compose.yaml would hold a secret");
    const refused = () => refuseSecrets(files(content), [], [{ place: "sightline:webPassword", value }]);
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(/^compose\.yaml would hold the value of sightline:webPassword: (?!.*hunter2)/);
  });

  it("isn't rendered with a line of a key either, nor with a hash", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----";
    const secrets = [{ place: "sightline:tls.key", value: key }];
    expect(() => refuseSecrets(files("|\n  MIGHAgEAMBMGByqGSM49"), [], secrets)).toThrow("sightline:tls.key");
    expect(() => refuseSecrets(files("-----BEGIN PRIVATE KEY-----"), [], secrets)).not.toThrow();
    expect(() => refuseSecrets(files(`$2b$10$${"a".repeat(53)}`), [], [])).toThrow("would hold a secret");
  });
});
