import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { UserError } from "../../signals/errors";
import { engineTitle, type EngineName } from "../engines/engine";
import type { Evaluation } from "../translate/evaluate";
import { attempt, run } from "./shell";
import type { Stack } from "./stack";

/** What is there already under a name that the stack wants. */
interface Taken {
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  readonly stack: string;
  readonly engine: string;
}

const kinds: Readonly<Record<string, Taken["kind"]>> = {
  "docker:index/container:Container": "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
};

/** Everything on the engine and the machine that would be in the way, at once, before anything is touched. */
export async function preflight(stack: Stack, evaluation: Evaluation, engine: EngineName): Promise<void> {
  // By kind: an image, for one, may well have the name of a container.
  const wanted = new Set(evaluation.resources.map(({ type, inputs }) => `${kinds[type]} ${String(inputs["name"])}`));
  wanted.add(`container ${stack.project}-files`);
  const taken = await takenNames();
  const foreign = taken.filter(({ kind, name, stack: owner }) => wanted.has(`${kind} ${name}`) && owner !== stack.name);
  const faults = foreign.map(
    ({ kind, name }) => `the ${kind} ${name} is there and isn't ours, so it isn't touched; rename it, or the stack`,
  );
  const other = taken.find((item) => item.kind === "container" && item.stack === stack.name && item.engine !== engine);
  if (other) faults.push(takeOver(stack.name, other.engine as EngineName, engine));
  if (engine === "compose" && isRemote()) {
    faults.push(
      "the Docker engine is on another machine, where Docker Compose would look for files of this one; " +
        "it takes the Pulumi engine: put the Pulumi CLI on PATH",
    );
  }
  faults.push(...(await portFaults(stack, evaluation)));
  if (faults.length > 0) throw new UserError(faults);
}

/** The stack's own engine is in DOCKER_HOST by now. */
function isRemote(): boolean {
  return /^(tcp|ssh):/.test(process.env["DOCKER_HOST"] ?? "");
}

function takeOver(stack: string, from: EngineName, to: EngineName): string {
  return (
    `${engineTitle[from]} brought the stack "${stack}" up, and now ${engineTitle[to]} would; two can't own one stack. ` +
    `To take it over with its data: npm run down -- --stack ${stack} --engine ${from}, then npm run up -- --stack ${stack}`
  );
}

async function takenNames(): Promise<Taken[]> {
  const format = (name: string) => `{{.${name}}}\t{{.Label "sightline.stack"}}\t{{.Label "sightline.engine"}}`;
  const list = async (kind: Taken["kind"], args: string[], name: string): Promise<Taken[]> =>
    (await run("docker", [...args, "--format", format(name)])).split("\n").flatMap((line) => {
      const [named = "", stack = "", engine = ""] = line.split("\t");
      return named === "" ? [] : [{ kind, name: named, stack, engine }];
    });
  const lists = await Promise.all([
    list("container", ["ps", "--all"], "Names"),
    list("network", ["network", "ls"], "Name"),
    list("volume", ["volume", "ls"], "Name"),
  ]);
  return lists.flat();
}

interface Port {
  readonly external: number;
  readonly ip: string;
  readonly protocol: "tcp" | "udp";
}

async function portFaults(stack: Stack, evaluation: Evaluation): Promise<string[]> {
  const ports = evaluation.resources.flatMap(({ inputs }) => (inputs["ports"] ?? []) as Port[]);
  const holders = await portHolders();
  const faults = await Promise.all(
    ports.map(async (port) => {
      const key = `${port.external}/${port.protocol}`;
      const container = holders.get(key);
      if (container?.stack === stack.name) return [];
      if (container) return [`port ${key} is in use by the container ${container.name}; ${advice(stack, port)}`];
      if (isRemote()) return [];
      if (await isFree(port)) return [];
      return [`port ${key} is in use by ${await processOn(port)}; ${advice(stack, port)}`];
    }),
  );
  return faults.flat();
}

function advice(stack: Stack, { external }: Port): string {
  const key = Object.entries(stack.settings.ports).find(([, value]) => value === external)?.[0] ?? "…";
  return `stop it, or set sightline:ports.${key} in Pulumi.${stack.name}.yaml`;
}

async function portHolders(): Promise<Map<string, { name: string; stack: string }>> {
  const lines = (await run("docker", ["ps", "--format", '{{.Names}}\t{{.Label "sightline.stack"}}\t{{.Ports}}'])).split(
    "\n",
  );
  return new Map(
    lines.flatMap((line) => {
      const [name = "", stack = "", ports = ""] = line.split("\t");
      return [...ports.matchAll(/:(\d+)->\d+\/(tcp|udp)/g)].map(
        ([, port, protocol]) => [`${port}/${protocol}`, { name, stack }] as const,
      );
    }),
  );
}

function isFree({ external, ip, protocol }: Port): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (close: () => void, free: boolean) => (free ? (close(), resolve(true)) : resolve(false));
    if (protocol === "udp") {
      const socket = createSocket(ip.includes(":") ? "udp6" : "udp4");
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
      socket.bind({ address: ip, port: external, exclusive: true }, () => settle(() => socket.close(), true));
      return;
    }
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code !== "EADDRINUSE"));
    server.listen({ host: ip, port: external, exclusive: true }, () => settle(() => server.close(), true));
  });
}

/** Which process has it, as far as `ss` may say. */
async function processOn({ external, protocol }: Port): Promise<string> {
  const flags = protocol === "udp" ? "-Hlnup" : "-Hlntp";
  const { stdout } = await attempt("ss", [flags, `sport = :${external}`], { timeout: 5_000 });
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(stdout) ?? [];
  return name === undefined ? "another process" : `${name} (process ${pid})`;
}
