import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../cli/lib/shell";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { Receiver } from "../lib/receiver";
import { hostAddress, TestStack } from "../lib/stack";

const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`,
});

/** Where people log in: Grafana, or what stands in for it. Both answer the same paths. */
class Login {
  constructor(readonly url: string) {}

  async status(headers: Record<string, string>): Promise<number> {
    return (await fetch(`${this.url}/api/search`, { headers })).status;
  }

  /** A person's session: the cookies that a browser would keep. */
  async session(password: string, grafana: boolean): Promise<Record<string, string>> {
    const [type, body] = grafana
      ? ["application/json", JSON.stringify({ user: "admin", password })]
      : ["application/x-www-form-urlencoded", new URLSearchParams({ user: "admin", password }).toString()];
    const headers = { "content-type": type as string };
    const answer = await fetch(`${this.url}/login`, { method: "POST", redirect: "manual", headers, body });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    return { cookie: cookies.join("; ") };
  }
}

describe("a new password on a running stack", () => {
  const docker = needsDocker();
  const folder = mkdtempSync(join(tmpdir(), "sightline-rotation-"));
  let stack: TestStack;
  let receiver: Receiver;
  let login: Login;
  let grafana = false;
  let first: string;

  beforeAll(async () => {
    if (!docker) return;
    stack = new TestStack("test-rotation", await freePorts());
    await stack.clear();
    receiver = await Receiver.start("/hook");
    configure({});
    const { output } = await stack.up();
    grafana = !output.includes("In Grafana's place");
    login = new Login(`http://localhost:${stack.ports.grafana}`);
    first = stack.secrets()["grafana-admin"] as string;
  });
  afterAll(async () => {
    await stack?.remove();
    await receiver?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A value that the stack file only refers to. */
  function secret(name: string, value: string) {
    const file = join(folder, name);
    writeFileSync(file, value);
    return { file };
  }

  function configure(settings: Readonly<Record<string, unknown>>): void {
    stack.configure({ alertWebhookUrl: secret("webhook", receiver.url(hostAddress())), ...settings });
  }

  /** Applies what the stack file says now, and tells how long the old password and its session were still taken. */
  async function changed(settings: Readonly<Record<string, unknown>>, old: string, made: () => string) {
    const session = await login.session(old, grafana);
    expect(await login.status(session)).toBe(200);
    const [before, since] = [await stack.started(), Date.now()];
    configure(settings);
    await stack.up();
    const password = made();
    expect(password).not.toBe(old);
    // Kubelets and Grafana's start script look at the file every few seconds; `up` doesn't wait for that.
    expect(await waitUntil(async () => (await login.status(basic(password))) === 200, 60_000, 500)).toBe(true);
    expect(await login.status(basic(old))).toBe(401);
    expect(await waitUntil(async () => (await login.status(session)) === 401, 30_000, 500)).toBe(true);
    expect(await login.status(await login.session(password, grafana))).toBe(200);
    // Nothing else was touched, and nothing at all was restarted.
    expect(await stack.started()).toEqual(before);
    return { password, since };
  }

  it("is made by another number: the old one is refused, its sessions have ended, and nothing was restarted", async () => {
    const preview = () => stack.run("preview");
    configure({ rotate: { grafanaAdmin: 2 } });
    expect((await preview()).code).toBe(0);
    // A preview changes nothing.
    expect(stack.secrets()["grafana-admin"]).toBe(first);
    expect(await login.status(basic(first))).toBe(200);

    const made = () => stack.secrets()["grafana-admin"] as string;
    const { since } = await changed({ rotate: { grafanaAdmin: 2 } }, first, made);
    // The old one isn't kept anywhere.
    expect(readFileSync(join(stack.folder, "secrets.json"), "utf8")).not.toContain(first);

    expect(await stack.lostScrapes(since)).toEqual([]);
  });

  it("stays as it is at the next `up`, which changes nothing", async () => {
    const before = stack.secrets();
    expect((await stack.up()).output).toContain("Nothing to change");
    expect(stack.secrets()).toEqual(before);
  });

  it("may be one's own", async () => {
    const own = "chosen-by-a-person";
    const old = stack.secrets()["grafana-admin"] as string;
    await changed({ grafanaAdminPassword: secret("own", own) }, old, () => own);
  });
});
