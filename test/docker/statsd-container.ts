import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { imageRef } from "../../images/ref";

const run = promisify(execFile);

/** The exporter's image on this machine's engine, or `undefined` when it isn't there: tests are skipped then. */
export function exporterImage(): string | undefined {
  for (const source of ["local", "upstream"] as const) {
    const image = imageRef("statsd-exporter", { source });
    if (image === undefined) continue;
    try {
      execFileSync("docker", ["image", "inspect", image], { stdio: "ignore" });
      return image;
    } catch {
      // The other source may have it.
    }
  }
  return undefined;
}

/** A scrape: series with their labels in alphabetical order, `name{a="1",b="2"}`. */
export class Scrape {
  private readonly series = new Map<string, number>();
  private readonly types = new Map<string, string>();

  constructor(text: string) {
    for (const line of text.split("\n")) {
      const type = /^# TYPE (\S+) (\S+)$/.exec(line);
      if (type) this.types.set(type[1]!, type[2]!);
      const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
      if (sample) this.series.set(seriesKey(sample[1]!, parseLabels(sample[2] ?? "")), Number(sample[3]));
    }
  }

  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.series.get(seriesKey(name, labels));
  }

  type(name: string): string | undefined {
    return this.types.get(name);
  }

  /** Every series of this very name. */
  keys(name: string): string[] {
    return [...this.series.keys()].filter((key) => key === name || key.startsWith(`${name}{`));
  }
}

function parseLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name!, value!]);
  return Object.fromEntries(pairs.map(([name, value]) => [name, name === "le" ? bound(value) : value]));
}

/** A bucket's bound as JavaScript writes it: Go's `1e+06` is 1000000. */
function bound(le: string | undefined): string {
  return le === "+Inf" ? le : String(Number(le));
}

function seriesKey(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.sort().join(",")}}`;
}

export interface Exporter {
  readonly name: string;
  /** The published UDP port on the loopback. */
  readonly statsd: { readonly host: string; readonly port: number };
  /** The container's address on Docker's bridge. */
  readonly address: string;
  scrape(): Promise<Scrape>;
  /** UDP packets that the kernel dropped in the container's network because a socket's buffer was full. */
  kernelDrops(): Promise<number>;
  remove(): Promise<void>;
}

/**
 * Starts a statsd_exporter with this mapping in a container of its own, `sightline-test-…`, and waits until it answers.
 * The caller removes it.
 */
export async function startExporter(mapping: string, args: readonly string[] = []): Promise<Exporter> {
  const image = exporterImage();
  if (image === undefined) throw new Error("the image of statsd-exporter is not on this engine");
  const name = `sightline-test-statsd-${randomBytes(4).toString("hex")}`;
  const docker = async (...command: string[]): Promise<string> => (await run("docker", command)).stdout.trim();
  const remove = async (): Promise<void> => {
    await docker("rm", "--force", "--volumes", name);
  };
  // A share of the CPU well over the default: the kernel keeps a tenth of a second of packets for a reader that has to
  // wait for its turn beside other tests.
  await docker(
    ...["create", "--name", name, "--publish", "127.0.0.1::9102/tcp", "--publish", "127.0.0.1::9125/udp"],
    ...["--cap-drop", "ALL", "--cpu-shares", "8192", image, "--statsd.mapping-config=/tmp/mapping.yaml", ...args],
  );
  try {
    // Copied in rather than mounted: the engine may be on another machine.
    const copy = run("docker", ["cp", "-", `${name}:/tmp`]);
    copy.child.stdin!.end(tarFile("mapping.yaml", mapping));
    await copy;
    await docker("start", name);
    const port = async (inner: string): Promise<number> =>
      Number((await docker("port", name, inner)).split(":").at(-1));
    const [http, udp] = [await port("9102/tcp"), await port("9125/udp")];
    const address = await docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
    const scrape = async (): Promise<Scrape> => {
      const response = await fetch(`http://127.0.0.1:${http}/metrics`);
      return new Scrape(await response.text());
    };
    const kernelDrops = async (): Promise<number> => {
      const text = await docker("exec", name, "cat", "/proc/net/snmp");
      const [names, values] = [...text.matchAll(/^Udp: (.*)$/gm)].map((match) => match[1]!.split(" "));
      return Number(values![names!.indexOf("RcvbufErrors")]);
    };
    await answers(scrape, () => docker("logs", name));
    return { name, statsd: { host: "127.0.0.1", port: udp }, address, scrape, kernelDrops, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function answers(scrape: () => Promise<unknown>, logs: () => Promise<string>): Promise<void> {
  for (let tries = 50; ; tries--) {
    try {
      await scrape();
      return;
    } catch (error) {
      if (tries === 0) throw new Error(`the exporter does not answer: ${await logs()}`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** A tar archive with one file that everybody may read: what `docker cp -` takes. */
function tarFile(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(data.length.toString(8).padStart(11, "0") + "\0", 124);
  header.write("00000000000\0", 136);
  header.write("        0", 148);
  header.write("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, "0") + "\0 ", 148);
  return Buffer.concat([header, data, Buffer.alloc(1024 + ((512 - (data.length % 512)) % 512))]);
}
