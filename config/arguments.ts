import type * as pulumi from "@pulumi/pulumi";
import { dockerHostName } from "../components/platform/published-url";
import type { MonitoredAppArgs } from "../components/monitored-app";
import { hasBusinessMetrics, usesStatsd } from "../signals/scrape-jobs";
import type { Signals } from "../signals/signals";
import type { Workload } from "../signals/workload";
import { statsdBind, webLogin } from "./access";
import { application } from "./application";
import { alertmanagerReplicas, stackDelivery } from "./delivery";
import type { ResolvedImages } from "./images";
import type { secretKeys, Settings } from "./schema";

export interface ArgumentsOptions {
  readonly stack: string;
  readonly settings: Settings;
  readonly workload: Workload;
  readonly signals: Signals;
  readonly images: ResolvedImages;
  /** The value of a secret key that is set; otherwise undefined. */
  readonly secret: (key: (typeof secretKeys)[number]) => pulumi.Input<string> | undefined;
}

/** Retention removes whole blocks, after a newer one was written: so much more than is kept there must be room for. */
export const volumeHeadroom = 1.25;

/** What a stack's settings say, as the components take it. */
export function monitoredAppArgs(options: ArgumentsOptions): MonitoredAppArgs {
  const { stack, settings, workload, signals, images, secret } = options;
  const { prometheus } = settings;
  const remoteWritePassword = secret("remoteWritePassword");
  return {
    ...settings,
    ...application(stack, settings, workload, images.nodeImage),
    stack,
    images: images.images,
    signals,
    prometheus: {
      ...prometheus,
      volumeGiB: prometheus.volumeGiB ?? Math.ceil(prometheus.retentionGiB * volumeHeadroom),
      remoteWrite: prometheus.remoteWrite.map(({ url, username }) => ({
        url,
        ...(username !== undefined && { username, password: remoteWritePassword }),
      })),
    },
    ...(usesStatsd(workload) && {
      statsd: {
        mapping: signals.statsdMapping,
        everyNode: settings.kubernetes.statsd === "node",
        bind: statsdBind(settings),
      },
    }),
    business: hasBusinessMetrics(workload),
    postgresPassword: secret("postgresPassword"),
    redisPassword: secret("redisPassword"),
    grafanaAdminPassword: secret("grafanaAdminPassword"),
    webLogin: webLogin(settings),
    webPassword: secret("webPassword"),
    tls: settings.tls && { ...settings.tls, hstsSeconds: hstsSeconds(settings) },
    delivery: stackDelivery(settings),
    alertmanagerReplicas: alertmanagerReplicas(settings),
  };
}

/**
 * How long browsers insist on HTTPS: a year, unless it's said. Not of `localhost`: the name is everybody's on this machine,
 * and a browser would refuse every plain HTTP program that somebody develops there.
 */
function hstsSeconds({ tls, dockerHost, bindAddress }: Settings): number {
  const opened = tls?.host ?? dockerHostName(dockerHost, bindAddress);
  return tls?.hstsSeconds ?? (opened === "localhost" ? 0 : 31_536_000);
}
