import { readFileSync } from "node:fs";
import { request as plainRequest, type IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { connect, type SecureVersion } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempt, run } from "../../cli/lib/shell";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { Receiver } from "../lib/receiver";
import { hostAddress, TestStack } from "../lib/stack";
import { TestAuthority } from "../lib/tls";

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** What people open, and a path that answers without a login. */
const web = { app: "/health", grafana: "/api/health", prometheus: "/-/ready", alertmanager: "/-/ready" } as const;
const names = Object.keys(web) as (keyof typeof web)[];

describe("a stack with TLS", () => {
  const docker = needsDocker();
  let authority: TestAuthority;
  let stack: TestStack;
  let receiver: Receiver;
  let said: string;

  beforeAll(async () => {
    if (!docker) return;
    authority = await TestAuthority.create();
    await authority.issue("server", { names: ["DNS:localhost", "IP:127.0.0.1"] });
    await authority.issue("renewed", { names: ["DNS:localhost"], days: 60 });
    receiver = await Receiver.start("/hook");
    await run("sh", ["-c", 'printf %s "$1" >"$0"', authority.file("webhook"), receiver.url(hostAddress())]);
    stack = new TestStack("test-tls", await freePorts());
    await stack.clear();
    configure("server");
    said = (await stack.up()).output;
  });
  afterAll(async () => {
    await stack?.remove();
    await receiver?.close();
    authority?.remove();
  });

  function configure(certificate: string): void {
    const [pem, key, ca] = [`${certificate}.pem`, `${certificate}.key`, "ca.pem"].map((name) => authority.file(name));
    // For localhost it's told only where that's asked for.
    const tls = { certificate: pem, key: { file: key }, ca, hstsSeconds: 3600 };
    stack.configure({ tls, alertWebhookUrl: { file: authority.file("webhook") } });
  }

  function ask(port: number, path: string, ca: string | undefined, body?: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
      const options = { host: "localhost", port, path, ca, agent: false, method: body ? "POST" : "GET", headers };
      const asking = request(options, (answer) => {
        answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
      });
      asking.on("error", reject).end(body);
    });
  }

  /** Which version was agreed on, or why none was. */
  function handshake(port: number, version: SecureVersion): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect({
        ...{ host: "localhost", port, servername: "localhost", ca: authority.ca, ciphers: "DEFAULT@SECLEVEL=0" },
        ...{ minVersion: version, maxVersion: version },
      });
      socket.on("secureConnect", () => {
        resolve(String(socket.getProtocol()));
        socket.destroy();
      });
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  }

  it("was verified by `up`, and tells addresses that begin with https", async () => {
    for (const name of names) expect(said).toContain(`https://localhost:${stack.ports[name]}`);
    expect(said).not.toContain("http://localhost");
    expect(said).toMatch(/^ok +viewer +8 dashboards$|^ok +grafana +8 dashboards$/m);
    const { code, stdout } = await stack.run("verify");
    expect([code, stdout.includes("FAILED")]).toEqual([0, false]);
  });

  it.each(names)("answers at the port of %s by TLS, to those who know the CA", async (name) => {
    const port = stack.ports[name];
    const { status, headers } = await ask(port, web[name], authority.ca);
    expect(status).toBe(200);
    expect(headers["strict-transport-security"]).toBe("max-age=3600");
    await expect(ask(port, web[name], undefined)).rejects.toThrow(/unable to verify|self-signed/);
  });

  it.each(names)("sends plain HTTP at the port of %s to HTTPS, whatever is asked for", async (name) => {
    const port = stack.ports[name];
    const { status, headers } = await new Promise<Reply>((resolve, reject) => {
      plainRequest({ host: "localhost", port, path: web[name], agent: false }, (answer) => {
        answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
      })
        .on("error", reject)
        .end();
    });
    expect([status, headers.location]).toEqual([308, `https://localhost:${port}${web[name]}`]);
  });

  it("speaks TLS 1.2 and 1.3, and nothing older", async () => {
    for (const name of names) {
      const port = stack.ports[name];
      expect(await handshake(port, "TLSv1.3")).toBe("TLSv1.3");
      expect(await handshake(port, "TLSv1.2")).toBe("TLSv1.2");
      for (const old of ["TLSv1.1", "TLSv1"] as const) {
        expect(await handshake(port, old)).toMatch(/PROTOCOL_VERSION|ECONNRESET|HANDSHAKE/);
      }
    }
  });

  it("publishes nothing that people open but the proxy's ports", async () => {
    const format = "{{.Names}} {{.Ports}}";
    const lines = (await run("docker", ["ps", "--filter", `name=^${stack.project}-`, "--format", format])).split("\n");
    const published = lines.filter((line) => line.includes("->"));
    expect(published.map((line) => line.split(" ")[0]?.replace(`${stack.project}-`, "")).sort()).toEqual([
      "proxy",
      "statsd-exporter",
    ]);
  });

  it("has cookies that a browser sends by HTTPS only", async () => {
    const password = stack.secrets()["grafana-admin"] as string;
    const body = new URLSearchParams({ user: "admin", password }).toString();
    const { headers } = await ask(stack.ports.grafana, "/login", authority.ca, body);
    expect(headers["set-cookie"]?.[0]).toMatch(/; Secure(;|$)/);
  });

  it("has a proxy that is confined, valid for its own program, and says nothing wrong", async () => {
    const proxy = `${stack.project}-proxy`;
    const config = ["--config", "/etc/sightline/caddy/Caddyfile", "--adapter", "caddyfile"];
    const { code, stdout } = await attempt("docker", ["exec", proxy, "caddy", "validate", ...config]);
    expect([code, stdout.trim()]).toEqual([0, "Valid configuration"]);
    // As Caddy's own formatter would have it.
    const { stdout: formatted } = await attempt("docker", ["exec", proxy, "caddy", "fmt", config[1] as string]);
    expect(formatted).toBe(readFileSync(`${stack.folder}/rendered/files/proxy/caddy/Caddyfile`, "utf8"));
    const closed = await attempt("docker", ["exec", proxy, "wget", "-qO-", "http://127.0.0.1:2019/config/"]);
    expect(closed.code).not.toBe(0);
    const [{ Config, HostConfig }] = JSON.parse(await run("docker", ["inspect", proxy])) as [
      { Config: { User: string }; HostConfig: { ReadonlyRootfs: boolean; CapDrop: string[]; CapAdd: string[] } },
    ];
    expect([Config.User, HostConfig.ReadonlyRootfs, HostConfig.CapDrop]).toEqual(["65534:65534", true, ["ALL"]]);
    expect(HostConfig.CapAdd.map((name) => name.replace("CAP_", ""))).toEqual(["NET_BIND_SERVICE"]);
    const log = await attempt("docker", ["logs", proxy]);
    const lines = (log.stdout + log.stderr).trim().split("\n");
    const wrong = lines.filter((line) => /"level":"(error|fatal|panic)"/.test(line) && !/TLS handshake/.test(line));
    expect(wrong).toEqual([]);
  });

  it("takes a renewed certificate at the next `up`, and nothing else is touched", async () => {
    const others = async () => {
      const { [`${stack.project}-proxy`]: proxy, ...rest } = await stack.started();
      return { proxy, rest };
    };
    const before = await others();
    configure("renewed");
    await stack.up();
    const after = await others();
    expect(after.rest).toEqual(before.rest);
    expect(after.proxy).not.toBe(before.proxy);
    const until = await new Promise<string>((resolve, reject) => {
      const socket = connect({
        host: "localhost",
        port: stack.ports.grafana,
        servername: "localhost",
        ca: authority.ca,
      });
      socket.on("secureConnect", () => {
        resolve(socket.getPeerCertificate().valid_to);
        socket.destroy();
      });
      socket.on("error", reject);
    });
    expect(new Date(until).getTime()).toBeGreaterThan(Date.now() + 45 * 86_400_000);
  });
});
