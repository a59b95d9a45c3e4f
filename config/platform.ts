import { DockerPlatform } from "../components/platform/docker";
import { KubernetesPlatform } from "../components/platform/kubernetes";
import type { Platform } from "../components/platform/platform";
import { dockerUrl, kubernetesUrl } from "../components/platform/published-url";
import type { Workload } from "../signals/workload";
import type { ResolvedImages } from "./images";
import { webLogin } from "./access";
import { scrapeJobs } from "./jobs";
import { clusterRecord } from "./operator";
import type { Settings } from "./schema";
import versions from "../versions.json";

/** Where a stack runs, as its settings say. `name` is the prefix of everything: `sightline-<stack>`. */
export function makePlatform(
  stack: string,
  name: string,
  settings: Settings,
  workload: Workload,
  images: ResolvedImages,
): Platform & { readonly portForwards?: Readonly<Record<string, string>> } {
  const labels = { "sightline.stack": stack, "sightline.engine": "pulumi" };
  const jobs = scrapeJobs(settings, workload);
  const { dockerHost: host, bindAddress, kubernetes, tls } = settings;
  if (settings.target === "docker") {
    return new DockerPlatform(name, { host, bindAddress, filesImage: images.filesImage, labels, jobs, tls });
  }
  const ha = kubernetes.size === "ha";
  const { operator, crds } = clusterRecord(stack, kubernetes.operator);
  const { nodeSelector, tolerations, imagePullSecrets, ...rest } = standInHosts(kubernetes);
  return new KubernetesPlatform(name, {
    ...rest,
    labels,
    jobs,
    scheduling: { nodeSelector, tolerations, imagePullSecrets },
    versions: { prometheus: versions.prometheus.upstream, alertmanager: versions.alertmanager.upstream },
    proxied: webLogin(settings) === "publisher" ? ["prometheus", "alertmanager"] : [],
    prometheusReplicas: ha ? 2 : 1,
    kubeStateImage: images.kubeState,
    operator: operator === "install" ? images.operator : undefined,
    installCrds: crds === "install",
  });
}

/** Where dashboards are opened, by Grafana or by what stands in for it. */
export function dashboardsUrl({ target, dockerHost, bindAddress, ports, kubernetes, tls }: Settings): string {
  if (target === "docker") return dockerUrl(dockerHost, bindAddress, ports.grafana, tls);
  return kubernetesUrl(kubernetes.ingress?.hosts.grafana ?? kubernetes.gateway?.hosts.grafana, ports.grafana);
}

/** What stands in for Grafana is published under Grafana's name: the addresses stay as they are. */
function standInHosts<T extends Pick<Settings["kubernetes"], "ingress" | "gateway">>(kubernetes: T): T {
  const { ingress, gateway } = kubernetes;
  const named = (hosts: { readonly grafana?: string }) => ({ ...hosts, viewer: hosts.grafana });
  return {
    ...kubernetes,
    ...(ingress && { ingress: { ...ingress, hosts: named(ingress.hosts) } }),
    ...(gateway && { gateway: { ...gateway, hosts: named(gateway.hosts) } }),
  };
}
