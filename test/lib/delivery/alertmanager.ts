import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, run, waitUntil } from "../../../cli/lib/shell";
import { filesPath, secretsPath } from "../../../components/platform/platform";
import { imageRef } from "../../../images/ref";
import { alertmanagerFiles } from "../../../signals/delivery/alertmanager-files";
import type { Delivery } from "../../../signals/delivery/delivery";
import { Scrape } from "../../docker/statsd-container";

/** An alert as Prometheus posts it. */
export interface PostedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly generatorURL?: string;
}

/** Seconds between two posts of an alert that goes on. Prometheus' own default is 60. */
const resendSeconds = 20;
/** Longest wait for an answer. The engine takes connections before the program listens, and may forget them. */
const askSeconds = 10;
/** For so long, in seconds, Alertmanager takes an alert as firing when nothing more comes. As Prometheus says. */
const believedSeconds = 240;

/** The first of the images, built here or pulled, that the engine has. */
export function alertmanagerImage(): string | undefined {
  return (["local", "upstream"] as const)
    .map((source) => imageRef("alertmanager", { source }))
    .find((image) => {
      if (image === undefined) return false;
      try {
        execFileSync("docker", ["image", "inspect", image], { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    });
}

/** Why there can't be one here; undefined where there can. */
export const noAlertmanager =
  process.env["SIGHTLINE_NO_DOCKER"] ??
  (alertmanagerImage() === undefined ? "the image of Alertmanager isn't on this engine; npm test makes it" : undefined);

/** A real Alertmanager in a container, with what a stack would give it, and as much of the machine. */
export class TestAlertmanager {
  private readonly firing = new Map<PostedAlert, string>();
  private readonly timer = setInterval(() => void this.resend(), resendSeconds * 1000);

  private constructor(
    readonly name: string,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(delivery: Delivery): Promise<TestAlertmanager> {
    const image = alertmanagerImage();
    if (image === undefined) throw new Error("the image of Alertmanager is not on this engine");
    const name = `sightline-test-alertmanager-${randomBytes(4).toString("hex")}`;
    const folder = mkdtempSync(join(tmpdir(), "sightline-alertmanager-"));
    try {
      writeFiles(folder, delivery);
      await run("docker", [
        ...["run", "--detach", "--name", name, "--publish", "127.0.0.1::9093"],
        ...["--user", "65534:65534", "--cap-drop", "ALL", "--read-only", "--memory", "256m", "--cpus", "0.5"],
        ...["--volume", `${folder}/files:${filesPath}:ro`, "--volume", `${folder}/secrets:${secretsPath}:ro`],
        image,
        `--config.file=${filesPath}/alertmanager.yml`,
        "--storage.path=/alertmanager",
        "--cluster.listen-address=",
        "--enable-feature=receiver-name-in-metrics",
        "--web.external-url=http://alerts.example:9093",
      ]);
      const address = await run("docker", ["port", name, "9093/tcp"]);
      const started = new TestAlertmanager(name, folder, `http://${address}`);
      const ready = () =>
        started.ask("/-/ready").then(
          () => true,
          () => false,
        );
      if (await waitUntil(ready, 30_000, 50)) return started;
      const logs = await started.logs();
      await started.remove();
      throw new Error(`Alertmanager does not start:\n${logs}`);
    } catch (error) {
      await run("docker", ["rm", "--force", "--volumes", name]).catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** These alerts fire until `resolve`. Returns when they were posted, in milliseconds since 1970. */
  async fire(alerts: readonly PostedAlert[]): Promise<number> {
    const at = Date.now();
    for (const alert of alerts) this.firing.set(alert, new Date(at).toISOString());
    await this.post(alerts, new Date(at + believedSeconds * 1000));
    return at;
  }

  /** They are over. */
  async resolve(alerts: readonly PostedAlert[]): Promise<number> {
    const at = Date.now();
    await this.post(alerts, new Date(at));
    for (const alert of alerts) this.firing.delete(alert);
    return at;
  }

  /** Those that aren't told now, by their labels: muted, inhibited or silenced. */
  async suppressed(): Promise<readonly Readonly<Record<string, string>>[]> {
    const text = await this.ask("/api/v2/alerts?active=false&silenced=true&inhibited=true");
    const alerts = JSON.parse(text) as { labels: Record<string, string>; status: { state: string } }[];
    return alerts.filter(({ status }) => status.state === "suppressed").map(({ labels }) => labels);
  }

  async scrape(): Promise<Scrape> {
    return new Scrape(await this.ask("/metrics"));
  }

  async logs(): Promise<string> {
    const { stdout, stderr } = await attempt("docker", ["logs", this.name]);
    return stdout + stderr;
  }

  /** As the machine's power going out would. */
  async kill(): Promise<void> {
    clearInterval(this.timer);
    await run("docker", ["kill", this.name]);
  }

  async remove(): Promise<void> {
    clearInterval(this.timer);
    await run("docker", ["rm", "--force", "--volumes", this.name]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async resend(): Promise<void> {
    // While it's down or being taken away, there is nobody to post to; the next time will do.
    await this.post([...this.firing.keys()], new Date(Date.now() + believedSeconds * 1000)).catch(() => undefined);
  }

  private async post(alerts: readonly PostedAlert[], endsAt: Date): Promise<void> {
    const body = alerts.map((alert) => ({ ...alert, startsAt: this.firing.get(alert), endsAt: endsAt.toISOString() }));
    const headers = { "Content-Type": "application/json" };
    await this.ask("/api/v2/alerts", { method: "POST", headers, body: JSON.stringify(body) });
  }

  private async ask(path: string, options: RequestInit = {}): Promise<string> {
    const response = await fetch(`${this.url}${path}`, { ...options, signal: AbortSignal.timeout(askSeconds * 1000) });
    const text = await response.text();
    if (!response.ok) throw new Error(`Alertmanager answers ${response.status}: ${text}`);
    return text;
  }
}

/** Owned by whoever runs the tests, and read by the container's user: only the folder around them is closed. */
function writeFiles(folder: string, delivery: Delivery): void {
  const { config, templates, secrets } = alertmanagerFiles(delivery, secretsPath);
  const write = (kind: string, name: string, content: string) => {
    const path = join(folder, kind, name);
    writeFileSync(path, content);
    chmodSync(path, 0o644);
  };
  for (const kind of ["files", "secrets"]) {
    mkdirSync(join(folder, kind));
    chmodSync(join(folder, kind), 0o755);
  }
  write("files", "alertmanager.yml", config(filesPath));
  for (const [name, content] of Object.entries(templates)) write("files", name, content);
  for (const { path, secret } of secrets) {
    if (!("value" in secret)) throw new Error(`${path} is a secret of Kubernetes: there is none here`);
    write("secrets", path, secret.value);
  }
}
