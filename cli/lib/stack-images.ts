import { relative } from "node:path";
import { buildDemo } from "../../demo/build";
import { hasProxy } from "../../config/access";
import { clusterRecord } from "../../config/operator";
import type { ContextBuild } from "../../images/context";
import { IMAGE_NAMES, KUBERNETES_IMAGE_NAMES, type ImageName } from "../../images/recipes";
import { imageRef, inRegistry, type ImageSource } from "../../images/ref";
import { decidedSource, keepSource } from "../../images/source";
import { viewerRef } from "../../images/viewer";
import { usesStatsd } from "../../signals/scrape-jobs";
import type { Evaluation } from "../translate/evaluate";
import { buildContext } from "./build";
import { say } from "./console";
import { ensureEngine } from "./engine";
import { ensureImages } from "./images";
import { ensureOwnImages, refuseUnbuildable } from "./own-images";
import { pushImages, whyUnreachable } from "./registry";
import type { Stack } from "./stack";
import { projectFolder } from "./stack-config";
import { ensureViewerImage, hasStandIn } from "./viewer-image";

/** Gets what the stack's program refers to, before it's evaluated: Docker, images from packages, the demo's bundle. */
export async function ensureStackImages(stack: Stack, options: { readonly install: boolean }): Promise<void> {
  const { target, imageSource: source, registryMirror } = stack.settings;
  if (target === "kubernetes") await ensureForCluster(stack, options);
  else {
    await ensureImages(imagesOf(stack), { source, registryMirror, log: say });
    await ensureOwnImages(stack);
  }
  if (hasStandIn(stack)) await ensureViewerImage(options);
  buildDemo();
}

/** Nodes pull their images themselves: a Docker engine is needed only for what is built here. */
async function ensureForCluster(stack: Stack, { install }: { readonly install: boolean }): Promise<void> {
  const { app, registryMirror } = stack.settings;
  refuseUnbuildable(stack);
  const names = imagesOf(stack);
  const source = await sourceOf(stack, names);
  const needed = source === "local" ? names : names.filter((name) => name === "node");
  if (needed.length > 0 || app.build !== undefined) await ensureEngine({ install, log: say });
  if (needed.length > 0) await ensureImages(needed, { source, registryMirror, log: say });
  keepSource(projectFolder, source);
}

async function sourceOf({ settings }: Stack, names: readonly ImageName[]): Promise<ImageSource> {
  if (settings.imageSource !== "auto") return settings.imageSource;
  const decided = decidedSource(projectFolder);
  if (decided !== undefined) return decided;
  const unreachable = await whyUnreachable(names, settings.registryMirror);
  if (unreachable === undefined) return "upstream";
  say(`Images can't be pulled: no registry answers (${unreachable}). They are built here.`);
  return "local";
}

/**
 * Puts what was built here where nodes pull it from. Images that the program itself builds are the Pulumi engine's
 * affair where it applies the stack.
 */
export async function shipImages(stack: Stack, { resources }: Evaluation, engine: string): Promise<void> {
  const { imageRegistry: registry } = stack.settings.kubernetes;
  const builds = resources.filter(({ type }) => type === "docker:index/image:Image" && engine !== "pulumi");
  const built: string[] = [];
  for (const { inputs } of builds) {
    const ref = localName(String(inputs["imageName"]), registry);
    const { context, dockerfile, ...rest } = inputs["build"] as ContextBuild;
    await buildContext(ref, { ...rest, context, dockerfile: relative(context, dockerfile) }, say);
    built.push(ref);
  }
  const used = JSON.stringify(resources.map(({ inputs }) => inputs));
  const own = [...imagesOf(stack).flatMap((name) => imageRef(name, { source: "local" }) ?? []), viewerRef()].filter(
    (ref) => used.includes(registry === undefined ? `"${ref}"` : inRegistry(ref, registry)),
  );
  const refs = [...own, ...built];
  if (refs.length === 0) return;
  if (registry !== undefined) return pushImages(registry, refs, say);
  say(`note: sightline:kubernetes.imageRegistry isn't set, so the nodes must have these already: ${refs.join(", ")}`);
}

function localName(ref: string, registry: string | undefined): string {
  return registry === undefined ? ref : ref.slice(inRegistry("", registry).length);
}

/** What the stack's settings leave out needs no image. */
export function imagesOf({ name: stack, settings, workload }: Stack): ImageName[] {
  const { postgres, redis, qdrant, exporters, app, target, kubernetes } = settings;
  const ownOperator = clusterRecord(stack, kubernetes.operator).operator === "install";
  const unneeded = new Set<string>([
    ...(postgres.mode === "run" ? [] : ["postgres"]),
    ...(postgres.mode === "none" ? ["postgres-exporter"] : []),
    ...(redis.mode === "run" ? [] : ["redis"]),
    ...(redis.mode === "none" ? ["redis-exporter"] : []),
    ...(qdrant.mode === "run" ? [] : ["qdrant"]),
    ...(usesStatsd(workload) ? [] : ["statsd-exporter"]),
    ...(exporters.containers ? [] : ["cadvisor"]),
    ...(exporters.probes ? [] : ["blackbox-exporter"]),
    ...(app.image || app.build ? ["node"] : []),
    ...(hasProxy(settings) ? [] : ["caddy"]),
    ...(target === "kubernetes" ? ["files"] : []),
    ...(ownOperator ? [] : ["prometheus-operator", "prometheus-config-reloader"]),
  ]);
  const all = target === "kubernetes" ? KUBERNETES_IMAGE_NAMES : IMAGE_NAMES;
  return all.filter((name) => !unneeded.has(name));
}
