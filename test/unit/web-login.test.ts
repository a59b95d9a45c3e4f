import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterEach, describe, expect, it } from "vitest";
import { runChecks } from "../../cli/lib/checks";
import { SecretStore } from "../../cli/lib/secrets";
import type { Site } from "../../cli/lib/site";
import type { Stack } from "../../cli/lib/stack";
import { webHeaders, webLoginText } from "../../cli/lib/web-login";
import { unknownSecret } from "../../cli/translate/stack";
import { readSettings } from "../../config/read";
import type { Settings } from "../../config/schema";
import { prometheusConfig } from "../../signals/prometheus-config";

function settingsOf(settings: Readonly<Record<string, unknown>>): Settings {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const raw = Object.entries(settings).map(([key, value]) => [`sightline:${key}`, text(value)]);
  return readSettings("unit", Object.fromEntries(raw) as Record<string, string>).settings;
}

const open = { bindAddress: "0.0.0.0" };
const published = { target: "kubernetes", kubernetes: { ingress: { hosts: { prometheus: "m.example" } } } };

describe("prometheus.yml", () => {
  const options = {
    scrapeIntervalSeconds: 15,
    evaluationIntervalSeconds: 15,
    externalLabels: {},
    targets: ["app", "alertmanager", "prometheus", "grafana"].map((job) => ({ job, address: `${job}:1` })),
    probes: ["http://app:1/"],
    prober: "blackbox:9115",
    alertmanagers: ["alertmanager:9093", "alertmanager-2:9093"],
    outside: [{ job: "legacy", targets: ["old.example:9100"], path: "/m", scheme: "http" as const }],
    remoteWrite: [],
  };
  type Job = { job_name: string; basic_auth?: unknown };
  type Config = { scrape_configs: Job[]; alerting: { alertmanagers: { basic_auth?: unknown }[] } };
  const read = (more: object) => parse(prometheusConfig({ ...options, ...more })) as Config;
  const basic_auth = { username: "sightline", password_file: "/run/secrets/web-password" };

  it("gives the login to those who ask for it, and to nobody else", () => {
    const { username, password_file: passwordFile } = basic_auth;
    const config = read({ login: { username, passwordFile, targetsFolder: "/run/secrets" } });
    const told = config.scrape_configs.filter((job) => job.basic_auth !== undefined);
    expect(told).toEqual(
      ["alertmanager", "prometheus"].map((job) => ({
        job_name: job,
        metrics_path: "/metrics",
        basic_auth,
        file_sd_configs: [{ files: [`/run/secrets/targets-${job}.json`], refresh_interval: "10s" }],
      })),
    );
    expect(config.alerting.alertmanagers.map((one) => one.basic_auth)).toEqual([basic_auth]);
  });

  it("says nothing of a login where there's none", () => {
    expect(JSON.stringify(read({}))).not.toContain("basic_auth");
  });
});

describe("who asks a running stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "sightline-login-"));
  afterEach(() => rmSync(join(folder, "secrets.json"), { force: true }));
  const stack = (settings: Record<string, unknown>, encrypted: string[] = []) =>
    ({ folder, encrypted, settings: settingsOf(settings) }) as unknown as Stack;
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`sightline:${password}`).toString("base64")}`,
  });

  it("sends nothing where nobody asks, and else the password of the outputs", () => {
    expect(webHeaders(stack({}), { webPassword: null })).toEqual({});
    expect(webHeaders(stack(published), { webPassword: "p" })).toEqual({});
    expect(webHeaders(stack(open), { webPassword: "p" })).toEqual(basic("p"));
  });

  it("has the kept one where the outputs have only what stands for it, or else says that there's none", () => {
    const [unknown, encrypted] = [{ webPassword: unknownSecret("web") }, ["sightline:webPassword"]];
    expect(webHeaders(stack(open), unknown)).toBeUndefined();
    expect(webHeaders(stack(open), {})).toBeUndefined();
    expect(webHeaders(stack(open, encrypted), { webPassword: "encrypted" })).toBeUndefined();
    const kept = basic(new SecretStore(folder).get("web"));
    expect(webHeaders(stack(open), unknown)).toEqual(kept);
    expect(webHeaders(stack(open, encrypted), { webPassword: "encrypted" })).toEqual(kept);
  });

  it("tells a person where the password is, and never which", () => {
    expect(webLoginText(stack({}), "secrets.json")).toBeUndefined();
    expect(webLoginText(stack(open), "secrets.json")).toBe('user sightline, password: "web" in secrets.json');
    const own = webLoginText(stack({ ...open, webPassword: "s3cret-word" }), "secrets.json");
    expect(own).toBe("user sightline, password: sightline:webPassword, as you set it");
  });
});

describe("verify, without the password", () => {
  it("says what it couldn't ask, and asks the rest", async () => {
    const site = {
      running: ["containers", () => Promise.resolve({ found: "2 running and healthy", faults: [] })],
      headers: undefined,
      prometheuses: () => Promise.reject(new Error("asked")),
      url: () => Promise.reject(new Error("asked")),
    } as unknown as Site;
    const settings = settingsOf(open);
    const checks = await runChecks({ stack: { settings } as unknown as Stack, site, outputs: {} });
    expect(checks.flatMap(({ faults }) => faults)).toEqual([]);
    const skipped = checks.filter(({ found }) => found === "not asked");
    expect(skipped.map(({ name }) => name)).toEqual(["targets", "rules", "metrics", "panels", "alert path"]);
    for (const { warnings } of skipped)
      expect(warnings).toEqual([expect.stringMatching(/password is in Pulumi's state/)]);
    expect(checks.find(({ name }) => name === "containers")?.found).toBe("2 running and healthy");
  });
});
