import { buildDemo } from "../demo/build";
import { IMAGE_NAMES } from "../images/recipes";
import { applyingEngine, engineName, engineOption } from "./engines/choose";
import { options, stackOption } from "./lib/args";
import { print, say, table } from "./lib/console";
import { ensureEngine } from "./lib/engine";
import { ensureImages } from "./lib/images";
import { ensureOwnImages } from "./lib/own-images";
import { preflight } from "./lib/preflight";
import { readStack, type Stack } from "./lib/stack";
import { verify } from "./verify";

/** How long a stack that was just started gets for its first scrapes, evaluations and rates. */
const patienceSeconds = 120;

/** From a fresh clone to a running stack that was verified. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, { ...stackOption, ...engineOption, "no-install": { type: "boolean", default: false } });
  const install = !parsed["no-install"];
  const wanted = engineName(parsed.engine);
  const stack = readStack(parsed);
  useEngineOf(stack);
  await ensureEngine({ install, log: say });
  const engine = await applyingEngine(wanted, { install });
  await ensureImages(imagesOf(stack), {
    source: stack.settings.imageSource,
    registryMirror: stack.settings.registryMirror,
    log: say,
  });
  await ensureOwnImages(stack);
  buildDemo();

  const { evaluation } = await engine.evaluate(stack);
  await preflight(stack, evaluation, engine.name);
  for (const line of stack.signals.leftOut) say(`left out: ${line}`);
  const { changed, outputs, credentials } = await engine.up(stack);
  say(changed ? "The stack is up." : "Nothing to change: the stack is up as it should be.");
  print(summary(outputs, credentials));
  await verify(stack, { ...evaluation, outputs }, patienceSeconds);
}

/** Everything that runs `docker` from here on talks to the stack's engine. */
export function useEngineOf({ settings }: Stack): void {
  if (settings.dockerHost !== undefined) process.env["DOCKER_HOST"] = settings.dockerHost;
}

/** What the stack's settings leave out needs no image. */
function imagesOf({ settings: { postgres, redis, exporters, app } }: Stack) {
  const unneeded = new Set<string>([
    ...(postgres.mode === "run" ? [] : ["postgres"]),
    ...(postgres.mode === "none" ? ["postgres-exporter"] : []),
    ...(redis.mode === "run" ? [] : ["redis"]),
    ...(redis.mode === "none" ? ["redis-exporter"] : []),
    ...(exporters.containers ? [] : ["cadvisor"]),
    ...(exporters.probes ? [] : ["blackbox-exporter"]),
    ...(app.image || app.build ? ["node"] : []),
  ]);
  return IMAGE_NAMES.filter((name) => !unneeded.has(name));
}

function summary(outputs: Readonly<Record<string, unknown>>, credentials: string): string {
  const dashboards = Object.entries((outputs["dashboardUrls"] ?? {}) as Record<string, string>);
  const rows = [
    ["application", String(outputs["applicationUrl"])],
    ["grafana", String(outputs["grafanaUrl"] ?? "not deployed: its image can't be had here")],
    ...dashboards.map(([uid, url]) => [`  ${uid}`, url]),
    ["prometheus", String(outputs["prometheusUrl"])],
    ["alertmanager", String(outputs["alertmanagerUrl"])],
    ["statsd", String(outputs["statsdAddress"])],
    ["credentials", credentials],
  ];
  return `\n${table(rows)}\n`;
}
