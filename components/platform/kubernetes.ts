import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { parse } from "yaml";
import { access, clusterAccess } from "./kubernetes/access";
import { alertmanagerResource } from "./kubernetes/alertmanager";
import { KubernetesImages } from "./kubernetes/images";
import { dataLabel, selectorOf, stackLabel, type Labels } from "./kubernetes/labels";
import { podMonitor, probe, serviceMonitor, type NamedScrape } from "./kubernetes/monitors";
import type { DnsPlace, Flow } from "./kubernetes/network";
import { NetworkPolicies } from "./kubernetes/network-policies";
import { Objects, pulumiAnnotations, type At } from "./kubernetes/objects";
import { kubeStateMetrics, kubeStateRules } from "./kubernetes/kube-state-metrics";
import { kubeletRules, prometheusRules } from "./kubernetes/operator";
import { installCrds, installOperator, operatorRole, type OperatorInstallArgs } from "./kubernetes/operator-install";
import { portName } from "./kubernetes/pods";
import { kubeletScrape, prometheusResource, type OperatedSurroundings } from "./kubernetes/prometheus";
import { Publisher, type PublishArgs } from "./kubernetes/publisher";
import type { SchedulingArgs } from "./kubernetes/scheduling";
import { isNodeLevel, Workloads, type WorkloadOptions } from "./kubernetes/workloads";
import type {
  AlertmanagerSpec,
  ImageSpec,
  Placement,
  Platform,
  PrometheusSpec,
  ReplicasSpec,
  Service,
  ServiceSpec,
} from "./platform";

export interface KubernetesPlatformArgs extends PublishArgs {
  /** Path of the file. Default: `KUBECONFIG`, else `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Put on everything, so that what is ours can be told from what isn't. `sightline.stack` must be among them. */
  readonly labels: Labels;
  /** Absent: the cluster has an operator, which finds the stack's resources. */
  readonly operator?: OperatorInstallArgs;
  /** Whether the definitions of the operator's kinds are the stack's; else they are somebody else's, and stay so. */
  readonly installCrds: boolean;
  /** Of kube-state-metrics. Absent: it can't be had, and its metrics are missing. */
  readonly kubeStateImage?: string;
  /** Of the programs that run: the operator chooses their arguments by it. */
  readonly versions: { readonly prometheus: string; readonly alertmanager: string };
  /** How many of each run. */
  readonly prometheusReplicas: number;
  readonly alertmanagerReplicas: number;
  readonly shards: number;
  readonly imageRegistry?: string;
  readonly storageClass?: string;
  readonly scheduling: SchedulingArgs;
  /** Where the API server is, for the network policies. */
  readonly apiServer: { readonly cidr: string; readonly ports: readonly number[] };
  readonly nodeCidr: string;
  readonly dns: DnsPlace;
}

/** What runs first when a cluster is full; the application itself has none. */
const priority = 100_000;

/**
 * A stack in a cluster: a namespace under Pod Security `restricted`, another for what needs the node itself, and
 * Prometheus and Alertmanager as resources of the Prometheus operator.
 */
export class KubernetesPlatform extends pulumi.ComponentResource implements Platform {
  /** By role: the command that makes a URL on localhost work. */
  readonly portForwards: Readonly<Record<string, string>>;
  private readonly stack: string;
  private readonly namespace: string;
  private readonly args: KubernetesPlatformArgs;
  private readonly objects: Objects;
  private readonly workloads: Workloads;
  private readonly images: KubernetesImages;
  private readonly network: NetworkPolicies;
  private readonly publisher: Publisher;
  /** What must be there before anything is put into a namespace. */
  private readonly namespaces = new Map<string, k8s.core.v1.Namespace>();
  /** What must be there before a resource of the operator is. */
  private readonly operator: pulumi.Resource[] = [];
  private kubeletMetrics = false;

  constructor(name: string, args: KubernetesPlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sightline:index:KubernetesPlatform", name, {}, opts);
    this.stack = args.labels[stackLabel] as string;
    this.namespace = name;
    this.args = args;
    this.objects = new Objects({ name, labels: args.labels, provider: this.makeProvider("kubernetes") });
    this.images = new KubernetesImages(args.imageRegistry);
    // Kept beside the stack's other secrets: pods are replaced when it's lost, and nothing else happens.
    const checksumKey = new random.RandomPassword(
      `${name}-secrets-checksum`,
      { length: 32, special: false },
      { parent: this },
    ).result;
    const { labels, scheduling, storageClass } = args;
    this.workloads = new Workloads(this.objects, {
      stack: this.stack,
      name,
      labels,
      scheduling,
      storageClass,
      priorityClass: name,
      images: this.images,
      checksumKey,
    });
    this.network = new NetworkPolicies(this.objects, args.dns);
    this.publisher = new Publisher(this.objects, name, args);
    this.portForwards = this.publisher.portForwards;
    this.makeNamespace(name, "restricted");
    this.makePriorityClass();
    if (args.installCrds) this.makeCrds();
    if (args.operator) this.makeOperator(args.operator);
    this.registerOutputs({ namespace: name });
  }

  service(role: string, spec: ServiceSpec, placement: Placement): Service {
    return this.place(role, spec, placement, {});
  }

  /** One Deployment, whose pods tell their own names. */
  replicas(role: string, spec: ReplicasSpec, placement: Placement): readonly Service[] {
    const { service, count, nameVariable, autoscaling } = spec;
    if (count === 0) return [];
    return [
      this.place(role, service, placement, { replicas: count, nameVariable, ...(autoscaling && { autoscaling }) }),
    ];
  }

  filesOnly(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, { parent }: Placement): void {
    this.workloads.files(spec, this.at(role, this.namespace, parent));
  }

  prometheus(role: string, spec: PrometheusSpec, { parent, after = [] }: Placement): Service {
    const at = this.at(role, this.namespace, parent, after);
    // Also where the node exporter is: its pods are found there.
    const everywhere = { ...at, after: [...at.after, ...this.namespaces.values()] };
    const rights = access(this.objects, everywhere, prometheusRules, [...this.namespaces.keys()]);
    if (this.kubeletMetrics) {
      rights.push(...clusterAccess(this.objects, at, `${this.namespace}-${role}`, kubeletRules));
    }
    const remoteWriteSecret = `${role}-remote-write`;
    const needed: pulumi.Resource[] = [...rights, ...this.operator, ...at.after];
    if (this.kubeletMetrics) {
      const content = kubeletScrape([...this.namespaces.keys()], this.args.shards);
      needed.push(this.objects.configSecret({ ...at, name: `${role}-scrapes` }, { "scrape.yaml": content }));
    }
    const passwords = spec.remoteWrite.flatMap(({ username, password }, index) =>
      username === undefined || password === undefined
        ? []
        : [
            [`username-${index}`, username],
            [`password-${index}`, password],
          ],
    );
    if (passwords.length > 0) {
      needed.push(this.objects.secret({ ...at, name: remoteWriteSecret }, Object.fromEntries(passwords)));
    }
    const resource = this.objects.custom(
      { ...at, annotations: pulumiAnnotations.waitForAvailable, after: needed },
      "monitoring.coreos.com/v1",
      "Prometheus",
      prometheusResource(spec, {
        ...this.operated(role, spec.service.image, this.args.prometheusReplicas, parent),
        version: this.args.versions.prometheus,
        shards: this.args.shards,
        alertmanagers: spec.alertmanagers.map(({ host }) => host),
        remoteWriteSecret,
        ...(this.kubeletMetrics && { additionalScrapes: `${role}-scrapes` }),
      }),
    );
    this.prometheusInputs(spec, at);
    const ports = [{ name: "web", port: 9090, publish: spec.publish }];
    const flows = spec.alertmanagers.map(({ host }) => this.flow(role, { role: host }, 9093, "sends alerts"));
    this.network.add(...flows, ...this.prometheusOutside(role, spec));
    return this.operatedService(role, { ports, scrapes: [{ job: "prometheus", port: 9090 }] }, at, resource);
  }

  alertmanager(role: string, spec: AlertmanagerSpec, { parent, after = [] }: Placement): Service {
    const at = this.at(role, this.namespace, parent, after);
    const configSecret = `${role}-config`;
    const [config, ...others] = spec.files;
    if (!config || others.length > 0) throw new Error("the operator takes one file of Alertmanager's");
    const needed: pulumi.Resource[] = [
      ...this.operator,
      this.objects.configSecret({ ...at, name: configSecret }, { "alertmanager.yaml": config.content as string }),
    ];
    const filesSecret = spec.secrets.length > 0 ? `${role}-secrets` : undefined;
    needed.push(...this.workloads.files({ secrets: spec.secrets }, at).resources);
    const resource = this.objects.custom(
      { ...at, annotations: pulumiAnnotations.waitForAvailable, after: [...at.after, ...needed] },
      "monitoring.coreos.com/v1",
      "Alertmanager",
      alertmanagerResource(spec, {
        ...this.operated(role, spec.service.image, this.args.alertmanagerReplicas, parent),
        version: this.args.versions.alertmanager,
        configSecret,
        ...(filesSecret && { filesSecret }),
      }),
    );
    // They tell each other what they have sent.
    for (const protocol of ["TCP", "UDP"] as const) {
      this.network.add({ ...this.flow(role, { role }, 9094, "they agree on who sends"), protocol });
    }
    const ports = [{ name: "web", port: 9093, publish: spec.publish }];
    const service = { ports, scrapes: [{ job: "alertmanager", port: 9093 }], reaches: spec.reaches };
    return this.operatedService(role, service, at, resource);
  }

  /** The kubelets have these metrics: Prometheus, which comes later, is told to ask them. */
  containerMetrics(_role: string, _image: ImageSpec, _placement: Placement): readonly Service[] {
    this.kubeletMetrics = true;
    return [];
  }

  url(role: string, publishedPort: number): string {
    return this.publisher.url(role, publishedPort);
  }

  udpAddress(role: string, port: number): string {
    return `${role}.${this.namespace}.svc:${port}`;
  }

  finish(): void {
    // Now that it's known which namespaces there are.
    if (this.args.kubeStateImage) this.makeKubeStateMetrics(this.args.kubeStateImage);
    this.network.make(this, [...this.namespaces.values()]);
  }

  /** Who may talk to whom, as the network policies say it. */
  get flows(): readonly Flow[] {
    return this.network.flows;
  }

  private place(role: string, spec: ServiceSpec, placement: Placement, options: WorkloadOptions): Service {
    const { parent, after = [] } = placement;
    const namespace = isNodeLevel(spec) ? this.nodeNamespace() : this.namespace;
    const at = this.at(role, namespace, parent, after);
    const workload = this.workloads.place(spec, at, options);
    // What others look up by name is in the stack's own namespace.
    const addressed = spec.ports !== undefined && namespace === this.namespace && options.nameVariable === undefined;
    const resource = addressed ? this.workloads.service(spec, { ...at, after: [workload] }) : workload;
    if (addressed) this.network.add(...this.publisher.publish(role, spec.ports ?? [], parent, resource));
    this.network.place(role, { namespace, selector: selectorOf(this.stack, role) }, spec);
    this.monitor(role, spec, namespace, addressed, parent);
    return { host: role, resource: workload, scrapes: [] };
  }

  private monitor(role: string, spec: ServiceSpec, namespace: string, addressed: boolean, parent: pulumi.Resource) {
    const scrapes = namedScrapes(spec);
    if (scrapes.length === 0) return;
    const selector = selectorOf(this.stack, role);
    const at = this.at(role, this.namespace, parent);
    const [kind, monitor] = addressed
      ? ["ServiceMonitor", serviceMonitor(selector, scrapes)]
      : ["PodMonitor", podMonitor(namespace, selector, scrapes)];
    this.objects.custom({ ...at, after: [...at.after, ...this.operator] }, "monitoring.coreos.com/v1", kind, monitor);
  }

  /** The Service, the monitor and the network place of what the operator runs. */
  private operatedService(
    role: string,
    spec: Pick<ServiceSpec, "ports" | "scrapes" | "reaches">,
    at: At & { readonly namespace: string },
    resource: pulumi.Resource,
  ): Service {
    const selector = selectorOf(this.stack, role);
    // Two of them never have quite the same samples: who asks one goes on asking that one.
    const service = this.workloads.service(spec as ServiceSpec, { ...at, after: [resource] }, "ClientIP");
    this.workloads.disruptionBudget(at, selector);
    this.network.place(role, { namespace: this.namespace, selector }, spec);
    this.network.add(...this.publisher.publish(role, spec.ports ?? [], at.parent, service));
    this.monitor(role, spec as ServiceSpec, this.namespace, true, at.parent);
    return { host: role, resource, scrapes: [] };
  }

  /** Rules, probes and hosts outside: what a Prometheus finds by its selectors. */
  private prometheusInputs(spec: PrometheusSpec, at: At): void {
    const after = [...(at.after ?? []), ...this.operator];
    const group = "monitoring.coreos.com";
    for (const { name, content } of spec.ruleFiles) {
      const rules = name.replace(/\.yaml$/, "");
      this.objects.custom({ ...at, name: rules, after }, `${group}/v1`, "PrometheusRule", parse(content) as object);
    }
    if (spec.prober && spec.probes.length > 0) {
      const url = `${spec.prober.host}.${this.namespace}.svc:9115`;
      this.objects.custom({ ...at, name: "health", after }, `${group}/v1`, "Probe", probe(url, spec.probes));
      this.network.add(this.flow(at.role, { role: spec.prober.host }, 9115, "probes"));
    }
    for (const { job, targets, path, scheme } of spec.outside) {
      this.objects.custom({ ...at, name: `outside-${job}`, after }, `${group}/v1alpha1`, "ScrapeConfig", {
        jobName: job,
        metricsPath: path,
        scheme: scheme.toUpperCase(),
        staticConfigs: [{ targets: [...targets] }],
      });
    }
  }

  private prometheusOutside(role: string, spec: PrometheusSpec): Flow[] {
    const anywhere = { cidr: "0.0.0.0/0" };
    const outside = spec.outside.flatMap(({ job, targets }) =>
      targets.map((target) => this.flow(role, anywhere, Number(target.split(":").at(-1)), `scrapes ${job}`)),
    );
    const writes = spec.remoteWrite.map(({ url }) => this.flow(role, anywhere, portOf(url), "remote write"));
    const kubelets = this.kubeletMetrics
      ? [this.flow(role, { cidr: this.args.nodeCidr }, 10250, "container metrics of the kubelets")]
      : [];
    return [...outside, ...writes, ...kubelets, ...this.apiServerFlows(role, "finds its targets")];
  }

  private apiServerFlows(role: string, why: string): Flow[] {
    const { cidr, ports } = this.args.apiServer;
    // A pod has its address in its environment.
    return ports.map((port) => ({ ...this.flow(role, { cidr }, port, why), byAddress: true }));
  }

  private flow(from: string, to: Flow["to"], port: number, why: string): Flow {
    return { from: { role: from }, to, port, protocol: "TCP", why };
  }

  private operated(
    role: string,
    image: ImageSpec,
    replicas: number,
    parent: pulumi.Resource,
  ): Omit<OperatedSurroundings, "version"> {
    return {
      stack: this.stack,
      namespace: this.namespace,
      role,
      labels: this.args.labels,
      image: this.images.of(image, `${this.namespace}-${role}`, parent),
      replicas,
      priorityClass: this.namespace,
      storageClass: this.args.storageClass,
      scheduling: this.args.scheduling,
    };
  }

  /** They outlive a stack, so the next one finds some; nothing else may be taken over like that. */
  private makeCrds(): void {
    const provider = this.makeProvider("definitions", { upsertExistingObjects: true });
    const objects = new Objects({ name: this.namespace, labels: this.args.labels, provider });
    this.operator.push(...installCrds(objects, this));
  }

  private makeProvider(name: string, more: k8s.ProviderArgs = {}): k8s.Provider {
    const { kubeconfig, context } = this.args;
    return new k8s.Provider(
      `${this.namespace}-${name}`,
      {
        ...(kubeconfig && { kubeconfig }),
        ...(context && { context }),
        // Otherwise every changed file is another object, with another name.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
        ...more,
      },
      { parent: this },
    );
  }

  private makeOperator(args: OperatorInstallArgs): void {
    const at = this.at(operatorRole, this.namespace, this);
    const { spec, deployment } = installOperator(this.objects, this.workloads, args, {
      namespace: this.namespace,
      parent: this,
      after: [...at.after, ...this.operator],
    });
    this.operator.push(deployment);
    this.network.place(
      operatorRole,
      { namespace: this.namespace, selector: selectorOf(this.stack, operatorRole) },
      spec,
    );
    this.network.add(...this.apiServerFlows(operatorRole, "watches the stack's resources"));
    this.monitor(operatorRole, spec, this.namespace, true, this);
  }

  private makeKubeStateMetrics(image: string): void {
    const role = "kube-state-metrics";
    const namespaces = [...this.namespaces.keys()];
    const spec = kubeStateMetrics(image, namespaces);
    const at = this.at(role, this.namespace, this);
    const everywhere = { ...at, after: [...this.namespaces.values()] };
    const rights = access(this.objects, everywhere, kubeStateRules, namespaces);
    const workload = this.workloads.place(spec, { ...at, after: [...at.after, ...rights] }, { serviceAccount: role });
    this.workloads.service(spec, { ...at, after: [workload] });
    this.network.place(role, { namespace: this.namespace, selector: selectorOf(this.stack, role) }, spec);
    this.network.add(...this.apiServerFlows(role, "reads the stack's objects"));
    this.monitor(role, spec, this.namespace, true, this);
  }

  private makePriorityClass(): void {
    const at = { role: "monitoring", name: this.namespace, parent: this };
    new k8s.scheduling.v1.PriorityClass(
      this.namespace,
      { metadata: this.objects.metadata(at), value: priority, description: "Sightline: what watches the others." },
      this.objects.options(at),
    );
  }

  /** Made with the first service that needs it. */
  private nodeNamespace(): string {
    const name = `${this.namespace}-node`;
    if (!this.namespaces.has(name)) {
      // The one way past `restricted`, for what reads the node's own files; so nothing else may be in here.
      this.makeNamespace(name, "privileged");
    }
    return name;
  }

  private makeNamespace(name: string, level: "restricted" | "privileged"): void {
    const labels = Object.fromEntries(
      ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]),
    );
    // Volumes are claimed in here: who takes it away takes the data.
    const at = { role: "namespace", name, labels: { ...labels, [dataLabel]: "true" }, parent: this };
    const namespace = new k8s.core.v1.Namespace(
      name,
      { metadata: this.objects.metadata(at) },
      this.objects.options(at),
    );
    this.namespaces.set(name, namespace);
  }

  private at(role: string, namespace: string, parent: pulumi.Resource, after: readonly Service[] = []) {
    const there = this.namespaces.get(namespace) as pulumi.Resource;
    return { role, namespace, parent, after: [there, ...after.map(({ resource }) => resource)] };
  }
}

function namedScrapes(spec: Pick<ServiceSpec, "ports" | "scrapes" | "sidecars">): NamedScrape[] {
  const own = (spec.scrapes ?? []).map((scrape) => {
    const port = spec.ports?.find(({ port }) => port === scrape.port);
    return { ...scrape, portName: port?.name ?? portName(scrape.job) };
  });
  const others = Object.values(spec.sidecars ?? {}).flatMap(({ scrapes = [] }) => scrapes);
  return [...own, ...others.map((scrape) => ({ ...scrape, portName: portName(scrape.job) }))];
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
