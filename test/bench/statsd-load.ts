/**
 * How many StatsD lines a second reach a statsd_exporter without one being lost. Sends one line a packet, the worst
 * case, from several processes, and compares what was sent with what the exporter counted and what the kernel dropped.
 *
 *     npx tsx test/bench/statsd-load.ts            # default and tuned exporter in containers of its own, rising rates
 *     npx tsx test/bench/statsd-load.ts 100000 60  # only this rate, for so many seconds
 */
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { statsdReceiveArgs } from "../../signals/statsd-mapping";
import { startExporter, type Exporter } from "../docker/statsd-container";
import type { Sent } from "./statsd-sender";

export interface Load {
  /** All senders together. */
  readonly linesPerSecond: number;
  readonly seconds: number;
  /** Processes. Default 4. */
  readonly senders?: number;
  /**
   * `direct`: to the container's address, as other containers do. `published`: to the port published on the loopback,
   * where Docker's proxy copies every packet and loses many. (A port published on any other address of the host goes by
   * NAT and loses nothing.) Default `direct`.
   */
  readonly path?: "direct" | "published";
}

export interface LoadResult {
  readonly sent: number;
  /** What the counter in the exporter grew by. */
  readonly arrived: number;
  readonly lost: number;
  /** Dropped by the kernel because the socket's buffer was full: lost, and unseen by the exporter. */
  readonly kernelDrops: number;
  /** Dropped by the exporter because its queue was full. */
  readonly exporterDrops: number;
  /** What was really sent a second. */
  readonly rate: number;
  readonly senderCpu: number;
  readonly exporterCpu: number;
}

/** The counter that is sent; a declared one if the exporter has a mapping. */
const COUNTER = "statsd_load_lines";
export const loadMapping = `mappings:
  - match: ${COUNTER}
    match_metric_type: counter
    name: ${COUNTER}_total
`;

/** Sends the load and waits until the exporter has worked it off. */
export async function runLoad(exporter: Exporter, load: Load): Promise<LoadResult> {
  const { linesPerSecond, seconds, senders = 4, path = "direct" } = load;
  const before = await state(exporter);
  const target = path === "published" ? exporter.statsd : { host: exporter.address, port: 9125 };
  const results = await Promise.all(
    Array.from({ length: senders }, () => sender(target, linesPerSecond / senders, seconds)),
  );
  const after = await settled(exporter);
  const sum = (pick: (result: Sent) => number): number => results.reduce((total, result) => total + pick(result), 0);
  const sent = sum((result) => result.sent);
  const arrived = after.arrived - before.arrived;
  const took = Math.max(...results.map((result) => result.seconds));
  return {
    sent,
    arrived,
    lost: sent - arrived,
    kernelDrops: after.kernelDrops - before.kernelDrops,
    exporterDrops: after.exporterDrops - before.exporterDrops,
    rate: Math.round(sent / took),
    senderCpu: sum((result) => result.cpuSeconds) / took,
    exporterCpu: (after.cpu - before.cpu) / took,
  };
}

/** Runs one sender: the Go program, which can reach 100,000 a second beside the exporter on two cores, or Node's. */
async function sender(target: { host: string; port: number }, perSecond: number, seconds: number): Promise<Sent> {
  const program = goSender() ?? [process.execPath, "--require", require.resolve("tsx/cjs"), nodeSender];
  const args = [...program.slice(1), target.host, target.port, perSecond, seconds, COUNTER].map(String);
  const { stdout } = await promisify(execFile)(program[0]!, args);
  return JSON.parse(stdout) as Sent;
}

const nodeSender = join(__dirname, "statsd-sender.ts");
let built: readonly string[] | undefined | null = null;

/** The Go sender's program, built once; `undefined` where there is no Go, or no Linux. */
export function goSender(): readonly string[] | undefined {
  if (built !== null) return built;
  try {
    const program = join(mkdtempSync(join(tmpdir(), "statsd-sender-")), "sender");
    const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off" };
    execFileSync("go", ["build", "-o", program, "."], { cwd: join(__dirname, "sender"), env, stdio: "ignore" });
    built = process.platform === "linux" ? [program] : undefined;
  } catch {
    built = undefined;
  }
  return built;
}

interface State {
  readonly arrived: number;
  readonly exporterDrops: number;
  readonly kernelDrops: number;
  readonly cpu: number;
}

async function state(exporter: Exporter): Promise<State> {
  const [metrics, kernelDrops] = await Promise.all([exporter.scrape(), exporter.kernelDrops()]);
  return {
    arrived: metrics.value(`${COUNTER}_total`) ?? 0,
    exporterDrops: metrics.value("statsd_exporter_udp_packet_drops_total") ?? 0,
    kernelDrops,
    cpu: metrics.value("process_cpu_seconds_total") ?? 0,
  };
}

/** The state once the counter stands still: a full queue takes seconds to work off. */
async function settled(exporter: Exporter): Promise<State> {
  let last = await state(exporter);
  for (let unchanged = 0; unchanged < 3;) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const next = await state(exporter);
    unchanged = next.arrived === last.arrived ? unchanged + 1 : 0;
    last = next;
  }
  return last;
}

async function main(rates: readonly number[], seconds: number): Promise<void> {
  for (const [name, args] of [
    ["default", []],
    ["tuned", statsdReceiveArgs],
  ] as const) {
    for (const path of ["direct", "published"] as const) {
      for (const linesPerSecond of rates) {
        const exporter = await startExporter(loadMapping, args);
        try {
          const result = await runLoad(exporter, { linesPerSecond, seconds, path });
          const { sent, lost, kernelDrops, exporterDrops, rate, senderCpu, exporterCpu } = result;
          console.log(
            `${name} ${path} ${linesPerSecond}/s: sent ${sent} (${rate}/s), lost ${lost} ` +
              `(${((100 * lost) / sent).toFixed(3)} %: ${kernelDrops} at its socket, ${exporterDrops} in its queue, ` +
              `${lost - kernelDrops - exporterDrops} on the way), ` +
              `cores: senders ${senderCpu.toFixed(2)}, exporter ${exporterCpu.toFixed(2)}`,
          );
        } finally {
          await exporter.remove();
        }
      }
    }
  }
}

if (require.main === module) {
  const [rate, seconds] = process.argv.slice(2).map(Number);
  void main(rate ? [rate] : [25_000, 50_000, 100_000, 200_000, 300_000], seconds ?? 10);
}
