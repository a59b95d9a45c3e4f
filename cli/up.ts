import { openDoors } from "../config/access";
import { applyingEngine, engineName, engineOption } from "./engines/choose";
import { options, stackOption } from "./lib/args";
import { print, say, table } from "./lib/console";
import { ensureEngine } from "./lib/engine";
import { detectOperator } from "./lib/kubernetes/detect";
import { hastenFiles } from "./lib/kubernetes/hasten";
import { ensureKubectl } from "./lib/kubernetes/kubectl-program";
import { preflightKubernetes } from "./lib/kubernetes/preflight";
import { preflight } from "./lib/preflight";
import { readStack, type Stack } from "./lib/stack";
import { ensureStackImages, shipImages } from "./lib/stack-images";
import { tagOnlyNote } from "./lib/supply/unpinned";
import { trustOwnCa } from "./lib/trust";
import { hasStandIn } from "./lib/viewer-image";
import { webLoginText } from "./lib/web-login";
import { verify } from "./verify";

/** How long a stack that was just started gets for its first scrapes, evaluations and rates. */
const patienceSeconds = 120;

/** Said at every `up` that deploys it: nobody must take it for Grafana. */
const standInNote =
  "In Grafana's place: a read-only viewer of the same dashboards, without editing, Explore, alert pages and users (docs/air-gapped.md)";

/** From a fresh clone to a running stack that was verified. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, { ...stackOption, ...engineOption, "no-install": { type: "boolean", default: false } });
  const install = !parsed["no-install"];
  const stack = readStack(parsed);
  trustOwnCa(stack);
  const wanted = engineName(parsed.engine, stack);
  const { target } = stack.settings;
  await ensureClient(stack, { install });
  const engine = await applyingEngine(wanted, target, { install });
  if (target === "kubernetes") await detectOperator(stack);
  await ensureStackImages(stack, { install });

  const { evaluation } = await engine.evaluate(stack);
  if (target === "kubernetes") {
    await preflightKubernetes(stack, evaluation, engine.name);
    await shipImages(stack, evaluation, engine.name);
  } else await preflight(stack, evaluation, engine.name);
  for (const line of stack.signals.leftOut) say(`left out: ${line}`);
  for (const line of stack.signals.notes) say(`note: ${line}`);
  for (const line of tagOnlyNote(stack)) say(line);
  for (const line of openDoors(stack.settings)) say(`open: ${line}`);
  if (hasStandIn(stack)) say(standInNote);
  const { changed, outputs, credentials } = await engine.up(stack);
  if (changed && target === "kubernetes") await hastenFiles(stack);
  say(changed ? "The stack is up." : "Nothing to change: the stack is up as it should be.");
  print(summary(outputs, credentials, webLoginText(stack, credentials)));
  await verify(stack, { ...evaluation, outputs }, { patience: patienceSeconds });
}

/** Gets what talks to the stack's Docker engine or cluster; everything that runs `docker` from here on talks to it. */
export async function ensureClient({ settings }: Stack, { install }: { readonly install: boolean }): Promise<void> {
  if (settings.target === "kubernetes") {
    await ensureKubectl({ install, log: say });
    return;
  }
  if (settings.dockerHost !== undefined) process.env["DOCKER_HOST"] = settings.dockerHost;
  await ensureEngine({ install, log: say });
}

function dashboardsRow({ grafanaUrl, viewerUrl }: Readonly<Record<string, unknown>>): [string, string] {
  if (typeof viewerUrl === "string") return ["viewer", `${viewerUrl} (in Grafana's place)`];
  return ["grafana", String(grafanaUrl ?? "not deployed: its image can't be had here")];
}

function summary(outputs: Readonly<Record<string, unknown>>, credentials: string, webLogin?: string): string {
  const dashboards = Object.entries((outputs["dashboardUrls"] ?? {}) as Record<string, string>);
  const rows = [
    ["application", String(outputs["applicationUrl"])],
    dashboardsRow(outputs),
    ...dashboards.map(([uid, url]) => [`  ${uid}`, url]),
    ["prometheus", String(outputs["prometheusUrl"])],
    ["alertmanager", String(outputs["alertmanagerUrl"])],
    ...(webLogin === undefined ? [] : [["  login of both", webLogin] as [string, string]]),
    ...(typeof outputs["statsdAddress"] === "string" ? [["statsd", outputs["statsdAddress"]] as [string, string]] : []),
    ["credentials", credentials],
  ];
  const forwards = Object.entries((outputs["portForwards"] ?? {}) as Record<string, string>);
  const reach = forwards.length === 0 ? "" : `\nA URL on localhost works while this runs:\n\n${table(forwards)}\n`;
  return `\n${table(rows)}\n${reach}`;
}
