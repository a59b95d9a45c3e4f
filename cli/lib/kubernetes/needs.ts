import { didYouMean } from "../../../signals/nearest";
import type { Stack } from "../stack";
import type { Kubectl } from "./kubectl";

/** What of a cluster's own things a stack's settings name or take for granted. */
export interface ClusterParts {
  readonly storageClasses: readonly Named[];
  readonly ingressClasses: readonly Named[];
  readonly apiServices: readonly ApiService[];
}

interface Named {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

interface ApiService extends Named {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export interface Found {
  readonly faults: string[];
  /** What couldn't be looked at, or isn't wrong but worth knowing. */
  readonly notes: string[];
}

type Settings = Stack["settings"];

/** Classes, APIs and places that must be there, as far as this user may see them. */
export async function needFaults(kubectl: Kubectl, settings: Settings): Promise<Found> {
  const { ingress, gateway } = settings.kubernetes;
  const [storageClasses, ingressClasses, apiServices, place] = await Promise.all([
    list<Named>(kubectl, "storageclasses.storage.k8s.io"),
    ingress ? list<Named>(kubectl, "ingressclasses.networking.k8s.io") : [],
    settings.workers.autoscaling ? list<ApiService>(kubectl, "apiservices.apiregistration.k8s.io") : [],
    ingress || gateway ? placeFaults(kubectl, settings.kubernetes) : [],
  ]);
  const unseen = Object.entries({ storageClasses, ingressClasses, apiServices }).filter(([, seen]) => !seen);
  return {
    faults: [
      ...(storageClasses ? storageFaults(settings, storageClasses) : []),
      ...(ingressClasses && ingress ? ingressFaults(ingress.className, ingressClasses) : []),
      ...(apiServices ? scalingFaults(settings, apiServices) : []),
      ...place,
    ],
    notes: unseen.map(([what]) => `not checked, since you may not list them: ${what}`),
  };
}

export function storageFaults({ kubernetes: { storageClass } }: Settings, classes: readonly Named[]): string[] {
  return classFaults(
    "storageClass",
    storageClass,
    classes,
    "storageclass.kubernetes.io/is-default-class",
    "StorageClass",
  );
}

export function ingressFaults(className: string | undefined, classes: readonly Named[]): string[] {
  return classFaults(
    "ingress.className",
    className,
    classes,
    "ingressclass.kubernetes.io/is-default-class",
    "IngressClass",
  );
}

function classFaults(
  key: string,
  wanted: string | undefined,
  classes: readonly Named[],
  annotation: string,
  kind: string,
): string[] {
  const names = classes.map(({ metadata }) => metadata.name);
  const known = names.length === 0 ? "it has none" : `it has: ${names.join(", ")}`;
  if (wanted !== undefined) {
    return names.includes(wanted)
      ? []
      : [
          `sightline:kubernetes.${key} is "${wanted}", and the cluster has no such ${kind}${didYouMean(wanted, names)} (${known})`,
        ];
  }
  return classes.some(({ metadata }) => metadata.annotations?.[annotation] === "true")
    ? []
    : [`the cluster has no default ${kind}, and sightline:kubernetes.${key} isn't set (${known})`];
}

const scalingApis = {
  cpuPercent: ["v1beta1.metrics.k8s.io", "metrics-server"],
  queue: ["v1beta1.external.metrics.k8s.io", "prometheus-adapter or KEDA"],
} as const;

export function scalingFaults({ workers: { autoscaling } }: Settings, services: readonly ApiService[]): string[] {
  return Object.entries(scalingApis).flatMap(([key, [name, by]]) => {
    if (autoscaling?.[key as keyof typeof scalingApis] === undefined) return [];
    const service = services.find(({ metadata }) => metadata.name === name);
    const available = service?.status?.conditions?.some(
      ({ type, status }) => type === "Available" && status === "True",
    );
    if (available) return [];
    return [
      `sightline:workers.autoscaling.${key} needs the APIService ${name}, which ${service ? "isn't available" : "the cluster doesn't have"}; ${by} brings it`,
    ];
  });
}

/** Where traffic comes in from: without it, nothing published would be let in. */
async function placeFaults(kubectl: Kubectl, { ingress, gateway }: Settings["kubernetes"]): Promise<string[]> {
  const key = ingress ? "ingress" : "gateway";
  const namespace = (ingress ?? gateway)?.namespace as string;
  const missing = async (args: readonly string[]) => (await kubectl.attempt(args)).stderr.includes("NotFound");
  if (await missing(["get", "namespace", namespace])) {
    return [
      `sightline:kubernetes.${key}.namespace is "${namespace}", and the cluster has no such namespace; the one that the ` +
        `${ingress ? "ingress controller" : "gateway"} runs in was expected`,
    ];
  }
  if (!gateway) return [];
  const there = ["get", "gateways.gateway.networking.k8s.io", gateway.name, "--namespace", namespace];
  return (await missing(there))
    ? [`sightline:kubernetes.gateway.name is "${gateway.name}", and the namespace ${namespace} has no such Gateway`]
    : [];
}

async function list<T>(kubectl: Kubectl, resource: string): Promise<readonly T[] | undefined> {
  const { code, stdout } = await kubectl.attempt(["get", resource, "--output", "json"]);
  return code === 0 ? (JSON.parse(stdout) as { items: T[] }).items : undefined;
}
