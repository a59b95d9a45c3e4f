import { resolve } from "node:path";
import type { StackImages } from "../components/monitored-app";
import type { OperatorInstallArgs } from "../components/platform/kubernetes/operator-install";
import { IMAGE_NAMES, KUBERNETES_IMAGE_NAMES } from "../images/recipes";
import { imageRef, type ImageSource } from "../images/ref";
import { readImageSource } from "../images/source";
import { viewerRef } from "../images/viewer";
import type { Settings } from "./schema";

export interface ResolvedImages {
  readonly images: StackImages;
  /** What the demo application is built on. */
  readonly nodeImage: string | undefined;
  readonly filesImage: string;
  /** Of the Prometheus operator; Kubernetes only. */
  readonly operator: OperatorInstallArgs | undefined;
  /** Of kube-state-metrics, where it can be had; Kubernetes only. */
  readonly kubeState: string | undefined;
}

/** The reference of every image for these settings. */
export function stackImages(settings: Settings): ResolvedImages {
  const { registryMirror, target, kubernetes, grafana } = settings;
  const source = sourceOf(settings);
  const registry = target === "kubernetes" ? kubernetes.imageRegistry : undefined;
  // The demo is built here, on what this machine's engine has.
  const nodeImage = imageRef("node", { source, registryMirror });
  const names = [...new Set([...IMAGE_NAMES, ...KUBERNETES_IMAGE_NAMES])];
  const references = Object.fromEntries(
    names.map((name) => [name, imageRef(name, { source, registryMirror, registry })]),
  );
  const {
    node: _node,
    files,
    "prometheus-operator": operator,
    "prometheus-config-reloader": reloader,
    "kube-state-metrics": kubeState,
    ...rest
  } = references;
  const viewer = rest.grafana === undefined && grafana.standIn ? viewerRef(registry) : undefined;
  const images = Object.fromEntries(
    Object.entries({ ...rest, viewer }).flatMap(([name, reference]) =>
      reference === undefined ? [] : [[name, { reference }]],
    ),
  );
  return {
    images: images as unknown as StackImages,
    nodeImage,
    filesImage: files as string,
    kubeState,
    operator: operator && reloader ? { image: operator, reloaderImage: reloader } : undefined,
  };
}

/** Whether a Qdrant is wanted in the stack, and its image to be had. */
export function runsQdrant(settings: Settings): boolean {
  return settings.qdrant.mode === "run" && imageRef("qdrant", { source: sourceOf(settings) }) !== undefined;
}

/** `auto` is what `npm run up` found to work on this machine. */
export function sourceOf({ imageSource }: Settings): ImageSource {
  return imageSource === "auto" ? readImageSource(resolve(__dirname, "..")) : imageSource;
}
