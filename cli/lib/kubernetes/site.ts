import { roleLabel, stackLabel } from "../../../components/platform/kubernetes/labels";
import { kubernetesObjects } from "../../translate/kubernetes";
import type { Evaluation } from "../../translate/evaluate";
import { UserError } from "../../../signals/errors";
import { AlertmanagerApi } from "../alertmanager-api";
import { AlertmanagerGroup } from "../alertmanager-group";
import { PrometheusApi } from "../prometheus-api";
import type { Asked, Finding, Site } from "../site";
import type { Stack } from "../stack";
import { isUnready, reasonsOf, type Pod } from "./explain";
import { resourceName } from "./kinds";
import { Kubectl } from "./kubectl";
import { identityOf, titleOf, type KubernetesObject } from "./objects";
import { PortForwards } from "./port-forwards";
import { podCount, workloadFaults, workloadKinds, type WorkloadObject } from "./workloads";

const ports = { prometheus: 9090, alertmanager: 9093, grafana: 3000, viewer: 3000 } as const;

/** A stack in a cluster: asked through ways that are opened for the questions, whether or not it's published. */
export class KubernetesSite implements Site {
  readonly running: Site["running"] = ["pods", () => this.pods()];
  /** Whoever may open a way has shown already who he is. */
  readonly headers = {};
  private readonly kubectl: Kubectl;
  private readonly forwards: PortForwards;
  private readonly wanted: readonly KubernetesObject[];

  constructor(
    private readonly stack: Stack,
    evaluation: Evaluation,
  ) {
    this.kubectl = new Kubectl(stack);
    this.forwards = new PortForwards(this.kubectl, stack.project);
    this.wanted = kubernetesObjects(evaluation).filter(({ kind }) => workloadKinds.includes(kind));
  }

  /** Each by itself: of two, either could be the one that doesn't find its targets. */
  async prometheuses() {
    const pods = (await this.items<Pod>(this.stack.project, "pods", this.selector("prometheus"))).filter(
      (pod) => !isUnready(pod),
    );
    const expected = Math.max(1, ...this.wanted.filter(({ kind }) => kind === "Prometheus").map(podCount));
    if (pods.length < expected) throw new UserError(`${pods.length} of ${expected} pods of Prometheus are ready`);
    return Promise.all(
      pods.map(async ({ metadata: { name } }) => ({
        ...(pods.length > 1 && { name }),
        api: new PrometheusApi(await this.forwards.url(`pod/${name}`, ports.prometheus)),
      })),
    );
  }

  /** Each by itself: they aren't told of alerts by one another. */
  async alertmanagers() {
    const pods = await this.items<Pod>(this.stack.project, "pods", this.selector("alertmanager"));
    if (pods.length === 0) {
      throw new UserError("there are no pods of Alertmanager; `npm run up` deploys what isn't there");
    }
    const urls = await Promise.allSettled(
      pods.map(({ metadata: { name } }) => this.forwards.url(`pod/${name}`, ports.alertmanager)),
    );
    return new AlertmanagerGroup(
      urls.flatMap((url) => (url.status === "fulfilled" ? new AlertmanagerApi(url.value, this.headers) : [])),
      urls.flatMap((url) => (url.status === "rejected" ? (url.reason as Error).message : [])),
    );
  }

  url(role: Asked): Promise<string> {
    return this.forwards.url(`service/${role}`, ports[role]);
  }

  /** A pod can't see its node's limit, nor can anybody from here; what was lost by it can be asked. */
  async statsdBuffer(): Promise<Finding> {
    const [prometheus] = await this.prometheuses();
    const lost = await prometheus?.api.query('sum(node_netstat_Udp_RcvbufErrors{job="statsd-kernel"})');
    const lines = Number(lost?.[0]?.value[1] ?? 0);
    const advice = "set net.core.rmem_max to 4194304 on the nodes (docs/statsd.md)";
    return {
      found: "the nodes', which can't be read from here",
      faults: [],
      warnings: [lines > 0 ? `${lines} packets were lost at the kernel's; ${advice}` : `for StatsD bursts, ${advice}`],
    };
  }

  end(): void {
    this.forwards.end();
  }

  private async pods(): Promise<Finding> {
    const namespaces = [...new Set(this.wanted.flatMap(({ metadata: { namespace } }) => namespace ?? []))];
    const kinds = [...new Set(this.wanted.map(resourceName))].join(",");
    const selector = `${stackLabel}=${this.stack.name}`;
    const [workloads, pods] = await Promise.all(
      [kinds, "pods"].map(async (kind) =>
        (await Promise.all(namespaces.map((namespace) => this.items(namespace, kind, selector)))).flat(),
      ),
    );
    const there = new Map((workloads ?? []).map((workload) => [identityOf(workload), workload]));
    const faults = this.wanted.flatMap((object) => {
      const found = there.get(identityOf(object));
      return found
        ? workloadFaults(found as WorkloadObject, object as WorkloadObject)
        : [`${titleOf(object)} isn't there`];
    });
    const all = ((pods ?? []) as Pod[]).filter(({ status }) => status?.phase !== "Succeeded");
    const unready = all
      .filter(isUnready)
      .map((pod) => `${titleOf(pod)}: ${reasonsOf(pod).join("; ") || pod.status?.phase}`);
    return {
      found: `${all.length} ready, of ${this.wanted.length} workloads`,
      faults: [...faults, ...unready],
    };
  }

  private selector(role: string): string {
    return `${stackLabel}=${this.stack.name},${roleLabel}=${role}`;
  }

  private async items<T extends KubernetesObject>(namespace: string, kinds: string, selector: string): Promise<T[]> {
    const args = ["get", kinds, "--namespace", namespace, "--selector", selector];
    const { items } = await this.kubectl.json<{ items: readonly Partial<T>[] }>(args);
    return items as T[];
  }
}
