import type { ContextBuild } from "../../../images/context";
import { IMAGES, type ImageName } from "../../../images/recipes";
import { imageRef, inRegistry, type ImageSource } from "../../../images/ref";
import { viewerRef } from "../../../images/viewer";
import type { Evaluation } from "../../translate/evaluate";
import type { Stack } from "../stack";

/** An image that something of a stack runs. */
export interface DeployedImage {
  readonly reference: string;
  /** As the engine has it that built it, which may not be as the one that pulls it has it. */
  readonly local: string;
  /** Names of the containers or Kubernetes objects. */
  readonly usedBy: readonly string[];
  /** `published` and `built` are Sightline's own choices, `own` is the user's. */
  readonly origin: ImageSource | "own";
  /** As versions.json names it; absent for what isn't there: the application's image and the viewer's. */
  readonly program?: ImageName;
  /** The folder that it's built from. */
  readonly context?: string;
}

const names = Object.keys(IMAGES) as ImageName[];

/** What a stack runs, as its evaluated program says; sorted. */
export function deployedImages(stack: Stack, { resources }: Evaluation): DeployedImage[] {
  const { registryMirror, kubernetes, target } = stack.settings;
  const registry = target === "kubernetes" ? kubernetes.imageRegistry : undefined;
  const users = new Map<string, Set<string>>();
  const contexts = new Map<string, string>();
  for (const { type, name, inputs } of resources) {
    if (type === "docker:index/image:Image") {
      contexts.set(String(inputs["imageName"]), (inputs["build"] as ContextBuild).context);
      continue;
    }
    const user = nameOf(inputs) ?? name;
    for (const reference of imagesIn(inputs)) users.set(reference, (users.get(reference) ?? new Set()).add(user));
  }
  const programs = new Map(
    (["upstream", "local"] as const).flatMap((source) =>
      names.flatMap((name) => {
        const reference = imageRef(name, { source, registryMirror, registry });
        return reference === undefined ? [] : [[reference, { source, name }] as const];
      }),
    ),
  );
  const viewer = viewerRef(registry);
  const prefix = registry === undefined ? "" : inRegistry("", registry);
  return [...users].sort(byFirst).map(([reference, usedBy]) => {
    const known = programs.get(reference);
    const context = contexts.get(reference);
    const built = reference === viewer || context !== undefined;
    return {
      reference,
      local: reference.startsWith(prefix) ? reference.slice(prefix.length) : reference,
      usedBy: [...usedBy].sort(),
      origin: known?.source ?? (built ? "local" : "own"),
      ...(known && { program: known.name }),
      ...(context !== undefined && { context }),
    };
  });
}

function nameOf({ name, metadata }: Readonly<Record<string, unknown>>): string | undefined {
  const given = name ?? (metadata as { name?: unknown } | undefined)?.name;
  return typeof given === "string" ? given : undefined;
}

/** Containers have it by that name on both targets, operators' resources too; the config reloader's is an argument. */
function imagesIn(value: unknown): string[] {
  if (typeof value === "string") return /^--prometheus-config-reloader=(.+)$/.exec(value)?.slice(1) ?? [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "image" && typeof inner === "string" ? [inner] : imagesIn(inner),
  );
}

function byFirst<T>([a]: readonly [string, T], [b]: readonly [string, T]): number {
  return a < b ? -1 : 1;
}
