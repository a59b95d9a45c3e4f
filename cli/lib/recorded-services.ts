import * as pulumi from "@pulumi/pulumi";
import { MonitoredApp } from "../../components/monitored-app";
import { DockerPlatform } from "../../components/platform/docker";
import type { Placement, Service, ServiceSpec } from "../../components/platform/platform";
import { monitoredAppArgs } from "../../config/arguments";
import { stackImages } from "../../config/images";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";

/** A service as the components describe it, before any platform has placed it. */
export interface RecordedService {
  readonly role: string;
  readonly spec: ServiceSpec;
}

/**
 * Every service of a stack with default settings, sidecars included, by role. The real components run, in Pulumi's
 * in-process runtime and on the real platform, which is listened to.
 */
export async function recordedServices(): Promise<RecordedService[]> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({
        id: name,
        state: { ...inputs, result: "x", imageId: name, repoDigest: name },
      }),
      call: () => ({}),
    },
    "sightline",
    "docs",
  );
  const recorded: RecordedService[] = [];
  class Listening extends DockerPlatform {
    override service(role: string, spec: ServiceSpec, placement: Placement): Service {
      recorded.push({ role, spec });
      for (const [name, sidecar] of Object.entries(spec.sidecars ?? {})) {
        recorded.push({ role: `${role}-${name}`, spec: sidecar });
      }
      return super.service(role, spec, placement);
    }
  }
  const { settings, workload } = readSettings("docs", { "sightline:imageSource": "upstream" });
  const images = stackImages(settings);
  const { bindAddress } = settings;
  const platform = new Listening("docs", { bindAddress, filesImage: images.filesImage, labels: {} });
  const signals = stackSignals(settings, workload);
  const args = monitoredAppArgs({ stack: "docs", settings, workload, signals, images, secret: () => undefined });
  new MonitoredApp("docs", args, { platform });
  await pulumi.runtime.disconnect();
  return recorded.sort((a, b) => (a.role < b.role ? -1 : 1));
}
