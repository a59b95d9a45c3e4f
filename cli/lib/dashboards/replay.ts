import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../signals/errors";
import { prometheusAsk } from "../../../signals/view/prometheus";
import type { Ask } from "../../../signals/view/types";
import { attempt, lastLines, run, waitUntil } from "../shell";

/** A Prometheus that holds recorded samples and scrapes nothing. */
export interface Replay {
  readonly url: string;
  readonly ask: Ask;
  end(): Promise<void>;
}

export interface ReplayOptions {
  /** Prometheus' own image. */
  readonly image: string;
  /** Seconds between two samples of a series. */
  readonly step: number;
}

/** After this it ends by itself, should whoever started it not get to. */
const longestSeconds = 1800;

/**
 * Makes a database of the samples, then serves it. Both with the stack's own Prometheus, in a container that goes. All
 * samples are read once for each block, so of a week there shall be few.
 */
const script =
  "promtool tsdb create-blocks-from --max-block-duration=54h openmetrics /replay/samples.om /replay/tsdb >/dev/null " +
  `&& exec timeout ${longestSeconds} prometheus "$@"`;

/**
 * Starts a Prometheus with these lines of OpenMetrics, at a free port of this machine's loopback.
 *
 * No file of this machine is mounted, and nothing stays: the samples lie in the container, which removes itself.
 *
 * @throws UserError with Prometheus' own words when it doesn't answer within a minute
 */
export async function startReplay(lines: readonly string[], { image, step }: ReplayOptions): Promise<Replay> {
  const confined = ["--user", "0:0", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "1g"];
  const args = [
    "--config.file=/replay/prometheus.yml",
    "--storage.tsdb.path=/replay/tsdb",
    // What was recorded long ago isn't thrown away.
    "--storage.tsdb.retention.time=100y",
    // A series goes on until its next sample, even if one is missing, and no longer.
    `--query.lookback-delta=${2 * step}s`,
    "--log.level=warn",
  ];
  const create = ["create", "--rm", "--init", "--label", "sightline.replay", "--publish", "127.0.0.1::9090"];
  const entry = ["--entrypoint", "sh", image, "-c", script, "sh", ...args];
  const container = await run("docker", [...create, ...confined, ...entry]);
  const end = async () => void (await attempt("docker", ["rm", "--force", "--volumes", container]));
  try {
    await copyInto(container, { "samples.om": `${[...lines, "# EOF"].join("\n")}\n`, "prometheus.yml": "" });
    await run("docker", ["start", container]);
    const address = (await run("docker", ["port", container, "9090/tcp"])).split("\n")[0];
    const url = `http://${address}`;
    if (!(await waitUntil(() => answers(url), 60_000, 50))) throw new UserError(await whyNot(container));
    return { url, ask: prometheusAsk(url), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function copyInto(container: string, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sightline-replay-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await run("docker", ["cp", folder, `${container}:/replay`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Docker takes a connection before Prometheus does; nobody answers that one, and Node wouldn't even wait for it. */
async function answers(url: string): Promise<boolean> {
  const given = new AbortController();
  const timer = setTimeout(() => given.abort(), 500);
  try {
    return (await fetch(`${url}/-/ready`, { signal: given.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function whyNot(container: string): Promise<string> {
  const { stdout, stderr } = await attempt("docker", ["logs", "--tail", "5", container]);
  const said = lastLines(`${stdout}${stderr}`, 5);
  const remote = process.env["DOCKER_HOST"];
  const elsewhere = remote ? `; it must be an engine of this machine, and DOCKER_HOST is ${remote}` : "";
  return `the Prometheus of the recorded data doesn't answer${elsewhere}${said === "" ? "" : `:\n${said}`}`;
}
