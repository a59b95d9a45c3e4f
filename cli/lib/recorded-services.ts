import * as pulumi from "@pulumi/pulumi";
import { MonitoredApp } from "../../components/monitored-app";
import { DockerPlatform } from "../../components/platform/docker";
import { KubernetesPlatform } from "../../components/platform/kubernetes";
import type { Flow } from "../../components/platform/kubernetes/network";
import type { Placement, Platform, Service, ServiceSpec } from "../../components/platform/platform";
import { monitoredAppArgs } from "../../config/arguments";
import { stackImages } from "../../config/images";
import { scrapeJobs } from "../../config/jobs";
import { makePlatform } from "../../config/platform";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { plainValue } from "../translate/evaluate";

/** A service as the components describe it, before any platform has placed it. */
export interface RecordedService {
  readonly role: string;
  /** Whom it reaches is left out: those are resources. */
  readonly spec: Omit<ServiceSpec, "reaches">;
}

/** The same default stack on both targets. */
export interface RecordedStacks {
  readonly services: readonly RecordedService[];
  readonly docker: readonly RecordedResource[];
  readonly kubernetes: readonly RecordedResource[];
  /** Who may talk to whom in the cluster. */
  readonly flows: readonly Flow[];
  readonly portForwards: Readonly<Record<string, string>>;
}

export interface RecordedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The name that stands for every stack's in the docs. */
export const recordedStack = "docs";

/** Every service of a stack with default settings, sidecars included, by role. */
export async function recordedServices(): Promise<RecordedService[]> {
  return [...(await recordedStacks()).services];
}

/**
 * The real components run, in Pulumi's in-process runtime and on the real platforms, which are listened to. Once in a
 * process.
 */
export async function recordedStacks(): Promise<RecordedStacks> {
  const resources: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        if (custom !== false) resources.push({ type, name, inputs: plainValue(inputs) as RecordedResource["inputs"] });
        return { id: name, state: { ...inputs, result: "x", imageId: name, repoDigest: name } };
      },
      call: () => ({}),
    },
    "sightline",
    recordedStack,
  );
  const services: RecordedService[] = [];
  class Listening extends DockerPlatform {
    override service(role: string, spec: ServiceSpec, placement: Placement): Service {
      for (const [name, { reaches: _, ...own }] of [["", spec] as const, ...Object.entries(spec.sidecars ?? {})]) {
        services.push({ role: name === "" ? role : `${role}-${name}`, spec: own });
      }
      return super.service(role, spec, placement);
    }
  }
  place(
    "docker",
    ({ settings, workload }, { filesImage }) =>
      new Listening(recordedStack, {
        bindAddress: settings.bindAddress,
        filesImage,
        labels: {},
        jobs: scrapeJobs(settings, workload),
      }),
  );
  const cluster = place("kubernetes", ({ settings, workload }, images) =>
    makePlatform(recordedStack, `sightline-${recordedStack}`, settings, workload, images),
  ) as KubernetesPlatform;
  await pulumi.runtime.disconnect();
  return {
    services: services.sort((a, b) => (a.role < b.role ? -1 : 1)),
    docker: resources.filter(({ type, name }) => type.startsWith("docker:") && name.startsWith(recordedStack)),
    kubernetes: resources.filter(({ type }) => type.startsWith("kubernetes:")),
    flows: cluster.flows,
    portForwards: cluster.portForwards,
  };
}

type Read = ReturnType<typeof readSettings>;

function place(
  target: "docker" | "kubernetes",
  make: (read: Read, images: ReturnType<typeof stackImages>) => Platform,
): Platform {
  const raw: Record<string, string> = { "sightline:imageSource": "upstream", "sightline:target": target };
  // What a machine found in its cluster says nothing of others.
  if (target === "kubernetes") raw["sightline:kubernetes"] = '{"operator":"install"}';
  const { settings, workload } = readSettings(recordedStack, raw);
  const images = stackImages(settings);
  const platform = make({ settings, workload }, images);
  const signals = stackSignals(settings, workload);
  const args = { stack: recordedStack, settings, workload, signals, images, secret: () => undefined };
  new MonitoredApp(`${target}-${recordedStack}`, monitoredAppArgs(args), { platform });
  return platform;
}
