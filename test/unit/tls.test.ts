import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readStack, requireDecrypted, requireInTime, requireKnownToPulumi, type Stack } from "../../cli/lib/stack";
import { trustOwnCa } from "../../cli/lib/trust";
import { caddyfile } from "../../components/caddyfile";
import { readSettings } from "../../config/read";
import type { Settings } from "../../config/schema";
import { standInCertificate, standInKey } from "../../config/schema-tls";
import { tlsTimeFaults } from "../../config/tls-faults";
import type { UserError } from "../../signals/errors";
import { evaluateSettings } from "../lib/program";
import { anyKey, TestAuthority, type Issued } from "../lib/tls";

let authority: TestAuthority;
let other: TestAuthority;
let localhost: Issued;
beforeAll(async () => {
  [authority, other] = await Promise.all([TestAuthority.create(), TestAuthority.create()]);
  localhost = await authority.issue("localhost", { names: ["DNS:localhost", "IP:127.0.0.1", "DNS:*.shop.example"] });
});
afterAll(() => [authority, other].forEach((each) => each.remove()));

function settingsOf(settings: Readonly<Record<string, unknown>>): Settings {
  const raw = Object.entries(settings).map(([key, value]) => [
    `sightline:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return readSettings("dev", Object.fromEntries(raw) as Record<string, string>).settings;
}

function fault(tls: unknown, more: Readonly<Record<string, unknown>> = {}): string {
  try {
    settingsOf({ tls, ...more });
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("a certificate", () => {
  it("is taken as a text or a file, with its key and its CA, for the name that people open", () => {
    expect(fault({ ...localhost })).toBe("");
    expect(fault({ ...localhost, ca: authority.ca })).toBe("");
    const files = { certificate: authority.file("localhost.pem"), key: { file: authority.file("localhost.key") } };
    expect(fault({ ...files, ca: authority.file("ca.pem"), host: "grafana.shop.example" })).toBe("");
    const { tls } = settingsOf({ tls: files });
    expect(tls).toMatchObject({ ...localhost, key: readFileSync(authority.file("localhost.key"), "utf8").trimEnd() });
    // As it is read where only the Pulumi CLI can decrypt it.
    expect(fault({ certificate: localhost.certificate, key: standInKey })).toBe("");
  });

  it("is refused where it can't be read or used, with the place and what was expected", async () => {
    const { certificate, key } = localhost;
    expect(fault({ certificate: "nowhere.pem", key })).toContain(
      "sightline:tls.certificate: the file nowhere.pem isn't there",
    );
    expect(fault({ certificate: "README.md", key })).toContain("certificates in PEM were expected");
    const broken = certificate.replace(/\n(.{20})/, "\nAAAA$1");
    expect(fault({ certificate: broken, key })).toContain("sightline:tls.certificate can't be read: ");
    expect(fault({ certificate, key: "secret" })).toContain(
      "sightline:tls.key: a private key in PEM without a password",
    );
    expect(fault({ certificate, key: "secret" })).not.toContain('"secret"');
    expect(fault({ certificate, key: anyKey() })).toContain("sightline:tls.key isn't the key of tls.certificate");
    expect(fault({ certificate })).toContain("sightline:tls.key: ");
    expect(fault({ certificate, key }, { target: "kubernetes" })).toContain(
      "kubernetes.ingress.tlsSecret was expected",
    );
  });

  it("is refused with a key that has a password", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const locked = privateKey
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
      .toString();
    expect(fault({ ...localhost, key: locked })).toContain("a private key in PEM without a password was expected");
  });

  it("is refused to be deployed when its time is over, or hasn't come", () => {
    const settings = settingsOf({ tls: localhost });
    const day = 86_400_000;
    expect(tlsTimeFaults(settings)).toEqual([]);
    expect(tlsTimeFaults(settings, new Date(Date.now() + 31 * day))[0]).toMatch(
      /^sightline:tls\.certificate has expired on 2/,
    );
    expect(tlsTimeFaults(settings, new Date(Date.now() - day))[0]).toMatch(
      /^sightline:tls\.certificate isn't valid before 2/,
    );
  });

  it.each([
    [{ host: "grafana.example" }, {}, "grafana.example"],
    [{ host: "shop.example" }, {}, "shop.example"],
    [{}, { bindAddress: "10.1.2.3" }, "10.1.2.3"],
    [{}, { dockerHost: "ssh://deploy@server.example" }, "server.example"],
  ])("is refused for another host: %j %j", (tls, more, host) => {
    expect(fault({ ...localhost, ...tls }, more)).toContain(
      `sightline:tls.certificate is for DNS:localhost, IP Address:127.0.0.1, DNS:*.shop.example, and people open ${host};`,
    );
  });

  it("is refused when the CA that is named didn't sign it", () => {
    expect(fault({ ...localhost, ca: other.ca })).toContain("sightline:tls.certificate isn't signed by tls.ca");
  });
});

/** For localhost. Whoever had its key signed it, and has thrown it away. */
const ofJanuary2024 = `-----BEGIN CERTIFICATE-----
MIIBQTCB6KADAgECAgEBMAoGCCqGSM49BAMCMA4xDDAKBgNVBAMMA29sZDAeFw0y
NDAxMDEwMDAwMDBaFw0yNDAyMDEwMDAwMDBaMA4xDDAKBgNVBAMMA29sZDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABEM0qs3hd6p9X+ASB+8YMaz+EToLVXmHvUzE
q3FmpGe2DnVkZfDl06mnZYWT/o7k0/R5COZ7e6DJv7loN3PcR46jNzA1MBQGA1Ud
EQQNMAuCCWxvY2FsaG9zdDAdBgNVHQ4EFgQUXiASfgLv9NGDNll5Jm+0ptjPshow
CgYIKoZIzj0EAwIDSAAwRQIgM3opZBq/IZAB1f/Vq2bdQnK5iwMxeXARiOmWRmmo
Cm0CIQDj6N7KUqY0/Ahidu4s82rDqk/dpmWRzbzfFpdxmBCMjA==
-----END CERTIFICATE-----`;

describe("a certificate that can't be deployed now", () => {
  const folder = mkdtempSync(join(tmpdir(), "sightline-certificate-"));
  const configFile = join(folder, "Pulumi.test-certificate.yaml");
  afterAll(() => rmSync(folder, { recursive: true }));
  /** A stack that can be read: what is evaluated of it and asked of it goes on. */
  const stackOf = (tls: Readonly<Record<string, unknown>>) => {
    writeFileSync(configFile, stringify({ config: { "sightline:tls": tls } }));
    return readStack({ stack: "test-certificate", "config-file": configFile });
  };
  const refusals = (stack: Stack) =>
    [requireDecrypted, requireKnownToPulumi].map((require) => {
      try {
        require(stack);
      } catch (error) {
        return (error as UserError).faults;
      }
      return [];
    });

  it("since its file is on another machine, is needed only then", async () => {
    const stack = stackOf({
      certificate: "/no/where/server.pem",
      ca: "/no/where/ca.pem",
      key: { file: "/no/where/k" },
    });
    const { certificate, ca } = stack.settings.tls!;
    expect([certificate, ca]).toEqual([standInCertificate, standInCertificate]);
    const faults = [
      "key: the file /no/where/k",
      "certificate: the file /no/where/server.pem",
      "ca: the file /no/where/ca.pem",
    ];
    const expected = faults.map((fault): unknown => expect.stringContaining(`sightline:tls.${fault} isn't there`));
    expect(refusals(stack)).toEqual([expected, expected]);
    // Nobody is told to trust it, nor is it of a wrong time.
    trustOwnCa(stack);
    expect(() => requireInTime(stack)).not.toThrow();
    const { files } = await evaluateSettings({ tls: { certificate, ca, key: standInKey } });
    expect(files.get("files/proxy/tls/certificate.pem")).toBe(standInCertificate);
  });

  it("since its time is over, is still read of a stack that runs", async () => {
    writeFileSync(join(folder, "old.key"), standInKey);
    const [certificate, key] = [ofJanuary2024, standInKey];
    const stack = stackOf({ certificate, key: { file: join(folder, "old.key") } });
    const expired: unknown = expect.stringMatching(/^sightline:tls\.certificate has expired on 2024-02-01/);
    expect(refusals(stack)).toEqual([[expired], [expired]]);
    expect(() => requireInTime(stack)).toThrow("has expired");
    expect((await evaluateSettings({ tls: { certificate, key } })).files.size).toBeGreaterThan(0);
  });
});

describe("a stack with TLS", () => {
  it("publishes every web port by the proxy, and nothing people open by itself", async () => {
    const { resources, outputs, files, secretFiles } = await evaluateSettings({
      tls: { ...localhost, host: "grafana.shop.example", hstsSeconds: 60 },
      alertmanager: { replicas: 2 },
    });
    const published = resources
      .filter(({ type }) => type === "docker:index/container:Container")
      .flatMap(({ name, inputs }) =>
        ((inputs["ports"] ?? []) as { external: number; internal: number; protocol: string }[]).map(
          ({ external, protocol }) => `${name.replace("sightline-unit-", "")} ${external}/${protocol}`,
        ),
      );
    expect(published.sort()).toEqual([
      "proxy 3000/tcp",
      "proxy 8000/tcp",
      "proxy 9091/tcp",
      "proxy 9093/tcp",
      "proxy 9094/tcp",
      "statsd-exporter 9125/udp",
    ]);
    expect(outputs).toMatchObject({
      applicationUrl: "https://grafana.shop.example:8000",
      grafanaUrl: "https://grafana.shop.example:3000",
      prometheusUrl: "https://grafana.shop.example:9091",
      alertmanagerUrl: "https://grafana.shop.example:9093",
      statsdAddress: "localhost:9125/udp",
    });
    const { services } = parse(files.get("compose.yaml") as string) as {
      services: Record<string, { environment?: Record<string, string>; command?: string[] }>;
    };
    expect(services["grafana"]?.environment).toMatchObject({
      GF_SERVER_ROOT_URL: "https://grafana.shop.example:3000",
      GF_SECURITY_COOKIE_SECURE: "true",
    });
    expect(services["prometheus"]?.command).toContain("--web.external-url=https://grafana.shop.example:9091");
    expect(files.get("files/proxy/tls/certificate.pem")).toBe(localhost.certificate);
    expect(secretFiles.get("proxy/tls.key")?.trim()).toBe(localhost.key.trim());
    for (const [path, content] of files) expect(content, path).not.toContain("PRIVATE KEY");
    expect(files.get("files/proxy/caddy/Caddyfile")).toContain("reverse_proxy alertmanager-2:9093");
  });

  it("is none without it: no proxy, and plain HTTP", async () => {
    const { resources, outputs, files } = await evaluateSettings({});
    expect(resources.filter(({ name }) => name.includes("-proxy"))).toEqual([]);
    expect(outputs["grafanaUrl"]).toBe("http://localhost:3000");
    expect(files.get("compose.yaml")).not.toContain("COOKIE_SECURE");
  });

  it("leaves the port out of the URL where it's HTTPS' own", async () => {
    const { outputs } = await evaluateSettings({ tls: localhost, ports: { grafana: 443 } });
    expect(outputs["grafanaUrl"]).toBe("https://localhost");
  });
});

it("browsers are told to stay with HTTPS for a year, unless the name is everybody's on this machine", async () => {
  const told = async (tls: object) => {
    const { files } = await evaluateSettings({ tls: { ...localhost, ...tls } });
    return /max-age=(\d+)/.exec(files.get("files/proxy/caddy/Caddyfile")!)?.[1];
  };
  expect(await told({})).toBeUndefined();
  expect(await told({ hstsSeconds: 60 })).toBe("60");
  expect(await told({ host: "grafana.shop.example" })).toBe("31536000");
});

describe("Caddy's configuration", () => {
  const sites = [{ listen: 8443, to: "app:8000" }];

  it("says how long browsers stay with HTTPS, unless that's not to be said", () => {
    expect(caddyfile({ sites, tls: { hstsSeconds: 60 } })).toContain('header Strict-Transport-Security "max-age=60"');
    expect(caddyfile({ sites, tls: { hstsSeconds: 0 } })).not.toContain("Strict");
  });

  it("asks for a login where those behind it don't, and keeps it to itself", () => {
    const text = caddyfile({ sites, username: "sightline" });
    expect(text).toContain("sightline {file./run/secrets/web-password-hash}");
    expect(text).toContain("header_up -Authorization");
    expect(text).not.toContain("tls ");
    expect(caddyfile({ sites, tls: { hstsSeconds: 1 } })).not.toContain("Authorization");
  });
});
