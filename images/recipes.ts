import versions from "../versions.json";

/** An image that Sightline's components can run; its version is in `versions.json` under the same name. */
export type ImageName = keyof typeof versions;

export interface ImageRecipe {
  /** Where it is published: `host/path`, in Docker's normalised form (`docker.io/library/…` for official images). */
  readonly repository: string;
  /**
   * What a local build must answer with its version: program and arguments, run inside the image.
   * Absent: it can't be built from packages (`whyNotLocal` says why) and is to be had from a registry only.
   */
  readonly versionCommand?: readonly string[];
  /** For users, completing "X is not available: …". */
  readonly whyNotLocal?: string;
  /** The one target that has a use for it. @default - both */
  readonly only?: "docker" | "kubernetes";
}

/**
 * Every image and how it is had. A local build is the stage of the same name in `images/Dockerfile`; it has the same
 * paths, user and entrypoint as the published image, so that a service needn't know which of the two it runs.
 */
export const IMAGES: Readonly<Record<ImageName, ImageRecipe>> = {
  alertmanager: { repository: "docker.io/prom/alertmanager", versionCommand: ["alertmanager", "--version"] },
  "blackbox-exporter": {
    repository: "docker.io/prom/blackbox-exporter",
    versionCommand: ["blackbox_exporter", "--version"],
  },
  caddy: { repository: "docker.io/library/caddy", versionCommand: ["caddy", "version"] },
  // Published on ghcr.io only since 0.53. Before 0.54 it shows no container names on Docker 29's default image store.
  // A kubelet has its own.
  cadvisor: { repository: "ghcr.io/google/cadvisor", versionCommand: ["cadvisor", "-version"], only: "docker" },
  // A shell, cp and chown: fills volumes with files.
  files: { repository: "docker.io/library/busybox", versionCommand: ["busybox"] },
  grafana: {
    repository: "docker.io/grafana/grafana",
    whyNotLocal: "neither Debian nor the Go module proxy carries it, so it needs a container registry",
  },
  "kube-state-metrics": {
    repository: "registry.k8s.io/kube-state-metrics/kube-state-metrics",
    whyNotLocal: "neither Debian nor every Go module proxy carries it, so it needs a container registry",
    only: "kubernetes",
  },
  // What the demo application runs on.
  node: { repository: "docker.io/library/node", versionCommand: ["node", "--version"] },
  "node-exporter": { repository: "docker.io/prom/node-exporter", versionCommand: ["node_exporter", "--version"] },
  postgres: { repository: "docker.io/library/postgres", versionCommand: ["postgres", "--version"] },
  "postgres-exporter": {
    repository: "quay.io/prometheuscommunity/postgres-exporter",
    versionCommand: ["postgres_exporter", "--version"],
  },
  prometheus: { repository: "docker.io/prom/prometheus", versionCommand: ["prometheus", "--version"] },
  "prometheus-config-reloader": {
    repository: "quay.io/prometheus-operator/prometheus-config-reloader",
    versionCommand: ["prometheus-config-reloader", "--version"],
    only: "kubernetes",
  },
  "prometheus-operator": {
    repository: "quay.io/prometheus-operator/prometheus-operator",
    versionCommand: ["operator", "--version"],
    only: "kubernetes",
  },
  // The variant whose folders belong to a user that isn't root.
  qdrant: {
    repository: "docker.io/qdrant/qdrant",
    whyNotLocal: "neither Debian nor the Go module proxy carries it, so it needs a container registry",
  },
  redis: { repository: "docker.io/library/redis", versionCommand: ["redis-server", "--version"] },
  // The -alpine variant: health checks need its wget.
  "redis-exporter": {
    repository: "docker.io/oliver006/redis_exporter",
    versionCommand: ["redis_exporter", "--version"],
  },
  "statsd-exporter": { repository: "docker.io/prom/statsd-exporter", versionCommand: ["statsd_exporter", "--version"] },
};

/** Where an image is published, with its tag: `docker.io/prom/prometheus:v1`. */
export function publishedRef(name: ImageName): string {
  return `${IMAGES[name].repository}:${versions[name].upstream}`;
}

/** What a stack on Docker may need, sorted. */
export const IMAGE_NAMES = namesFor("docker");

/** What a stack on Kubernetes may need, sorted. */
export const KUBERNETES_IMAGE_NAMES = namesFor("kubernetes");

function namesFor(target: "docker" | "kubernetes"): ImageName[] {
  const names = Object.keys(IMAGES).sort() as ImageName[];
  return names.filter((name) => (IMAGES[name].only ?? target) === target);
}
