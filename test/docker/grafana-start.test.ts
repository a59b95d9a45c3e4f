import { spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attempt, waitUntil } from "../../cli/lib/shell";
import { grafanaStart } from "../../components/grafana-start";
import { freePorts } from "../lib/ports";

const first = "first-password-of-the-admin";
const second = `second \\ "password" 'with' $signs`;

/** The real script, with a pretended Grafana in place of the image's. */
class Started {
  readonly folder = mkdtempSync(join(tmpdir(), "grafana-start-"));
  readonly data = join(this.folder, "data");
  private child: ChildProcess | undefined;
  private port = 0;
  said = "";
  code: number | null | undefined;

  constructor() {
    for (const name of ["data", "secrets", "bin"]) mkdirSync(join(this.folder, name));
    writeFileSync(join(this.folder, "secrets", "secret-key"), "k".repeat(32));
    const pretended = `exec "${process.execPath}" "${join(__dirname, "grafana", "pretended.mjs")}"`;
    this.program("bin/grafana", `#!/bin/sh\n${pretended} "$@"\n`);
    this.program("run.sh", `#!/bin/sh\n${pretended} serve "$@"\n`);
    this.password = first;
  }

  async start(): Promise<void> {
    this.port ||= (await freePorts()).grafana;
    const script = grafanaStart({
      secrets: join(this.folder, "secrets"),
      run: join(this.folder, "run.sh"),
      url: `http://127.0.0.1:${this.port}`,
      lookSeconds: 1,
      startSeconds: 10,
      loginSeconds: 3,
    });
    writeFileSync(join(this.folder, "start.sh"), script);
    const env = {
      PATH: `${join(this.folder, "bin")}:${process.env["PATH"]}`,
      GF_PATHS_DATA: this.data,
      GF_PATHS_HOME: "/usr/share/grafana",
      GF_PATHS_CONFIG: "/etc/grafana/grafana.ini",
      PRETENDED: this.folder,
      PRETENDED_PORT: String(this.port),
    };
    this.code = undefined;
    const child = spawn("sh", [join(this.folder, "start.sh"), "--more"], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (this.said += text));
    child.on("exit", (code) => (this.code = code));
    this.child = child;
  }

  set password(value: string) {
    writeFileSync(join(this.folder, "secrets", "admin-password"), value);
  }

  /** Of the data source. */
  set dataPassword(value: string) {
    writeFileSync(join(this.folder, "secrets", "web-password"), value);
  }

  /** People who are logged in. */
  logIn(...ids: number[]): void {
    writeFileSync(join(this.data, "grafana.db"), JSON.stringify({ ...this.state, ids }));
  }

  get state(): { readonly password: string; readonly ids: number[] } {
    return JSON.parse(readFileSync(join(this.data, "grafana.db"), "utf8")) as Started["state"];
  }

  fault(name: string, there = true): void {
    if (there) writeFileSync(join(this.folder, name), "");
    else rmSync(join(this.folder, name));
  }

  get log(): string[] {
    const path = join(this.folder, "log");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }

  get kept(): string | undefined {
    const path = join(this.data, "sightline-admin-password");
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  async until(what: () => boolean, seconds = 15): Promise<void> {
    const fine = await waitUntil(() => Promise.resolve(what()), seconds * 1000, 50);
    expect(fine, `${this.log.join("\n")}\n${this.said}`).toBe(true);
  }

  async end(): Promise<void> {
    if (this.code === undefined && this.child) {
      this.child.kill("SIGTERM");
      await this.until(() => this.code !== undefined);
    }
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private program(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
    chmodSync(join(this.folder, name), 0o755);
  }
}

const resets = ({ log }: Started) => log.filter((line) => line.startsWith("cli")).length;
const revoked = ({ log }: Started) => log.filter((line) => line === "POST /api/user/revoke-auth-token 200").length;

const noCurl = (await attempt("curl", ["--version"])).code === 0 ? undefined : "there's no curl here";

describe("Grafana's start", () => {
  let grafana: Started;
  beforeEach(({ skip }) => {
    skip(noCurl !== undefined, noCurl);
    grafana = new Started();
  });
  afterEach(() => grafana?.remove());

  /** Running with the first password, which people are logged in with. */
  async function running(): Promise<void> {
    await grafana.start();
    await grafana.until(() => grafana.kept !== undefined);
    grafana.logIn(361, 364, 12);
  }

  it("takes the first password as Grafana does, and hands its arguments on", async () => {
    await running();
    expect(grafana.state.password).toBe(first);
    expect(resets(grafana)).toBe(0);
    expect(grafana.log[0]).toMatch(/^server \d+ --more$/);
    expect(grafana.kept).toMatch(/^[0-9a-f]{64}$/);
  });

  it("changes nothing where the password is the one of before", async () => {
    await running();
    await grafana.end();
    const before = grafana.log.length;
    await grafana.start();
    await grafana.until(() => grafana.log.length > before);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(grafana.log.slice(before)).toEqual([expect.stringMatching(/^server/)]);
    expect(grafana.state.ids).toEqual([361, 364, 12]);
  });

  it("makes a changed file take effect without a restart, and ends the sessions", async () => {
    await running();
    const [before, log] = [grafana.kept, grafana.log];
    grafana.password = second;
    await grafana.until(() => grafana.kept !== before);
    expect(grafana.state).toEqual({ password: second, ids: [] });
    expect(grafana.log.slice(log.length)).toEqual([
      "cli --homepath /usr/share/grafana --config /etc/grafana/grafana.ini --configOverrides " +
        `cfg:default.paths.data=${grafana.data} admin reset-admin-password --password-from-stdin`,
      "GET /api/user/auth-tokens 200",
      ...Array<string>(3).fill("POST /api/user/revoke-auth-token 200"),
    ]);
    const last = "the admin's password has changed, and the sessions of before have ended";
    await grafana.until(() => grafana.said.includes(last));
  });

  it("resets the password before Grafana starts where it was changed meanwhile", async () => {
    await running();
    await grafana.end();
    const before = grafana.log.length;
    grafana.password = second;
    await grafana.start();
    await grafana.until(() => grafana.state.ids.length === 0 && revoked(grafana) === 3);
    const [reset, served] = grafana.log.slice(before);
    expect([reset, served]).toEqual([expect.stringMatching(/^cli/), expect.stringMatching(/^server/)]);
    expect(grafana.state.password).toBe(second);
  });

  it("does the same where it's new to a volume that was there", async () => {
    await running();
    await grafana.end();
    rmSync(join(grafana.data, "sightline-admin-password"));
    await grafana.start();
    await grafana.until(() => grafana.kept !== undefined);
    expect([resets(grafana), revoked(grafana)]).toEqual([1, 3]);
  });

  it.each(["no-reset", "no-revoke", "locked"])("ends with an error where that can't be done: %s", async (fault) => {
    await running();
    const kept = grafana.kept;
    grafana.fault(fault);
    grafana.password = second;
    await grafana.until(() => grafana.code !== undefined);
    expect(grafana.code).toBe(1);
    expect(grafana.said).toContain("sightline: ERROR: the admin's ");
    expect(grafana.log.at(-1)).toBe("server ends");
    // So that the next start tries again.
    expect(grafana.kept).toBe(kept);
    grafana.fault(fault, false);
    await grafana.start();
    await grafana.until(() => grafana.kept !== kept);
    expect(grafana.state).toEqual({ password: second, ids: [] });
  });

  it("leaves all as it is while the file is just being replaced", async () => {
    await running();
    const kept = grafana.kept;
    grafana.password = "";
    await new Promise((resolve) => setTimeout(resolve, 2500));
    grafana.password = first;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect([grafana.kept, resets(grafana), grafana.code]).toEqual([kept, 0, undefined]);
  });

  it("tells the data source its new password, and nothing else happens", async () => {
    grafana.dataPassword = "of-prometheus";
    await running();
    const [kept, before] = [grafana.kept, grafana.log];
    grafana.dataPassword = "of-prometheus-2";
    await grafana.until(() => grafana.said.includes("the data source has a new password"));
    expect(grafana.log.slice(before.length)).toEqual(["POST /api/admin/provisioning/datasources/reload 200"]);
    expect([grafana.kept, grafana.state.ids]).toEqual([kept, [361, 364, 12]]);

    grafana.fault("no-reload");
    grafana.dataPassword = "of-prometheus-3";
    await grafana.until(() => grafana.code !== undefined);
    expect(grafana.code).toBe(1);
    expect(grafana.said).toContain("ERROR: the data source couldn't be told its new password");
  });

  it("doesn't start without a password", async () => {
    grafana.password = "";
    await grafana.start();
    await grafana.until(() => grafana.code !== undefined);
    expect(grafana.code).toBe(1);
    expect(grafana.said).toContain("isn't there, or is empty");
    expect(grafana.log).toEqual([]);
  });

  it("ends as Grafana does, and soon when it's asked to", async () => {
    await running();
    const since = Date.now();
    await grafana.end();
    expect(Date.now() - since).toBeLessThan(2000);
    expect(grafana.code).toBe(0);
    await grafana.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    grafana.fault("crash");
    await grafana.until(() => grafana.code !== undefined);
    expect(grafana.code).toBe(7);
  });

  it("shows the password in no log, no argument and not on the volume", async () => {
    await running();
    const commandLines = new Set<string>();
    const watch = setInterval(() => {
      for (const line of ownCommandLines()) commandLines.add(line);
    }, 5);
    const before = grafana.kept;
    grafana.password = second;
    await grafana.until(() => grafana.kept !== before);
    clearInterval(watch);
    const login = Buffer.from(`admin:${second}`).toString("base64");
    const all = [...commandLines, grafana.said, ...grafana.log, grafana.kept ?? ""].join("\n");
    expect(all).toContain("reset-admin-password");
    expect([first, second, login].filter((value) => all.includes(value))).toEqual([]);
  });
});

function ownCommandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        return [readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}
