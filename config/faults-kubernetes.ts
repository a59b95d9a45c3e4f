import { didYouMean } from "../signals/nearest";
import { seriesNames } from "../signals/metrics";
import type { Workload } from "../signals/workload";
import { webLogin } from "./access";
import { volumeHeadroom } from "./arguments";
import { schema, type Settings } from "./schema";

/** What only a cluster can do, what it can't, and what doesn't go together there. Each fault names both values. */
export function kubernetesFaults(settings: Settings, workload: Workload | undefined): string[] {
  return settings.target === "kubernetes" ? onKubernetes(settings, workload) : onDocker(settings);
}

/** No feature is silently missing: what takes a cluster is refused here. */
function onDocker({ app, workers, kubernetes }: Settings): string[] {
  const defaults = schema.shape.kubernetes.parse({});
  const wrong: [boolean, string][] = [
    [app.replicas > 1, `app.replicas is ${app.replicas}`],
    [app.verticalScaling !== undefined, `app.verticalScaling is "${app.verticalScaling}"`],
    [workers.verticalScaling !== undefined, `workers.verticalScaling is "${workers.verticalScaling}"`],
    [workers.autoscaling !== undefined, "workers.autoscaling is set"],
    [JSON.stringify(kubernetes) !== JSON.stringify(defaults), "kubernetes is set"],
  ];
  return wrong
    .filter(([is]) => is)
    .map(([, what]) => `sightline:${what}, but target is "docker"; "kubernetes" was expected`);
}

function onKubernetes(settings: Settings, workload: Workload | undefined): string[] {
  return [
    ...dockerOnly(settings),
    ...users(settings),
    ...scaling(settings, workload),
    ...storage(settings),
    ...publishing(settings),
    ...login(settings),
  ];
}

function dockerOnly({ dockerHost, bindAddress, access }: Settings): string[] {
  const faults: string[] = [];
  if (dockerHost !== undefined)
    faults.push(
      `sightline:dockerHost is ${dockerHost}, but target is "kubernetes"; kubernetes.context chooses a cluster`,
    );
  if (bindAddress !== schema.shape.bindAddress.parse(undefined)) {
    faults.push(
      `sightline:bindAddress is ${bindAddress}, but target is "kubernetes"; kubernetes.ingress publishes there`,
    );
  }
  if (access.statsdBindAddress !== undefined) {
    faults.push(
      `sightline:access.statsdBindAddress is ${access.statsdBindAddress}, but target is "kubernetes", where StatsD is never published`,
    );
  }
  return faults;
}

/** What asks for the login there is what publishes them: without it, nobody would, and a password would be for nothing. */
function login(settings: Settings): string[] {
  if (webLogin(settings) === "publisher") return [];
  const hosts = "kubernetes.ingress.hosts or kubernetes.gateway.hosts with prometheus or alertmanager was expected";
  const nobody = "but nothing publishes Prometheus or Alertmanager, so nobody asks for a login";
  const { access, webPassword } = settings;
  if (access.login === "always") return [`sightline:access.login is "always", ${nobody}; ${hosts}`];
  // That it's for nothing where no login is wanted is told of on both platforms.
  const unused = webPassword !== undefined && access.login === "auto";
  return unused ? [`sightline:webPassword is given, ${nobody}; ${hosts}`] : [];
}

/** Pod Security `restricted` wants to know before it starts that a process isn't root. */
function users({ app }: Settings): string[] {
  if (app.image === undefined && app.build === undefined) return [];
  if (app.user === "image") {
    return [
      'sightline:app.user is "image", but a cluster wants to know that it isn\'t root; uid:gid was expected, such as 1000:1000',
    ];
  }
  return /^0+:/.test(app.user)
    ? [`sightline:app.user is ${app.user}, which is root; another uid:gid was expected`]
    : [];
}

function scaling({ workers, prometheus, kubernetes }: Settings, workload: Workload | undefined): string[] {
  const faults: string[] = [];
  const { autoscaling } = workers;
  if (autoscaling) {
    const { minReplicas, maxReplicas, cpuPercent, queue } = autoscaling;
    if (minReplicas > maxReplicas) {
      faults.push(`sightline:workers.autoscaling.minReplicas is ${minReplicas}, more than maxReplicas, ${maxReplicas}`);
    }
    if ((cpuPercent === undefined) === (queue === undefined)) {
      faults.push(
        `sightline:workers.autoscaling has ${queue ? "both cpuPercent and queue" : "neither cpuPercent nor queue"}; one was expected`,
      );
    }
    const known = workload?.metrics.flatMap(seriesNames) ?? [];
    if (queue && workload && !known.includes(queue.metric)) {
      faults.push(
        `sightline:workers.autoscaling.queue.metric: the workload ${workload.name} declares no metric ${queue.metric}${didYouMean(queue.metric, known)}`,
      );
    }
    if (workers.verticalScaling !== undefined && workers.verticalScaling !== "Off" && cpuPercent !== undefined) {
      faults.push(
        `sightline:workers has cpuPercent and verticalScaling "${workers.verticalScaling}": each would answer the other; "Off" was expected`,
      );
    }
  }
  if (kubernetes.shards > 1 && prometheus.remoteWrite.length === 0) {
    faults.push(
      `sightline:kubernetes.shards is ${kubernetes.shards}, so no Prometheus has all series; prometheus.remoteWrite was expected, to a place that has`,
    );
  }
  return faults;
}

function storage({ prometheus: { retentionGiB, volumeGiB } }: Settings): string[] {
  if (volumeGiB === undefined || volumeGiB >= retentionGiB * volumeHeadroom) return [];
  const least = Math.ceil(retentionGiB * volumeHeadroom);
  return [
    `sightline:prometheus.retentionGiB is ${retentionGiB} and volumeGiB ${volumeGiB}: old blocks go only after new ones are written; a volume of ${least} was expected`,
  ];
}

function publishing({ kubernetes: { ingress, gateway } }: Settings): string[] {
  const faults: string[] = [];
  if (ingress && gateway) faults.push("sightline:kubernetes has an ingress and a gateway; one was expected");
  for (const [key, by] of Object.entries({ ingress, gateway })) {
    if (!by) continue;
    const hosts = Object.values(by.hosts);
    if (hosts.length === 0)
      faults.push(
        `sightline:kubernetes.${key}.hosts is empty; a host name for app, grafana, prometheus or alertmanager was expected`,
      );
    const twice = hosts.find((host, index) => hosts.indexOf(host) !== index);
    if (twice !== undefined) faults.push(`sightline:kubernetes.${key}.hosts has ${twice} twice`);
  }
  return faults;
}
