import type * as pulumi from "@pulumi/pulumi";
import type { RuleFile } from "../../signals/rule-files";
import type { OutsideJob, ScrapeTarget } from "../../signals/prometheus-config";
import type { JobScrape } from "../../signals/scrape-jobs";

/**
 * The seam between what runs and where it runs. Components describe services with these types; a platform turns them
 * into resources of its target. Nothing here names a target.
 */

/** Where the files of every service are mounted, read-only. One place, so that no image content is ever hidden. */
export const filesPath = "/etc/sightline";
/** Where its secret files are, read-only. Apart, so that a preview still shows how the others change. */
export const secretsPath = "/run/secrets";

/** An image that is pulled or already there, or a folder that is built. */
export type ImageSpec =
  | { readonly reference: string }
  | {
      readonly build: { readonly context: string; readonly dockerfile: string; readonly args: Record<string, string> };
    };

export interface FileSpec {
  /** Below `filesPath` or `secretsPath`, with forward slashes. */
  readonly path: string;
  readonly content: pulumi.Input<string>;
}

export interface PortSpec {
  readonly name: string;
  readonly port: number;
  /** Default `tcp`. */
  readonly protocol?: "tcp" | "udp";
  /** The port that is reachable from outside of the stack. Default: none. */
  readonly publish?: number;
  /** Published under the address of this role, which isn't published itself. */
  readonly inPlaceOf?: string;
  /** The address that the published port binds to, on Docker. Default: that of all. */
  readonly bind?: string;
}

/** Asks a path over HTTP. Any status from 200 to 399 is a success. */
export interface HttpProbe {
  readonly path: string;
  readonly port: number;
  /** Seconds from the container's start until it is asked for the first time. */
  readonly initialDelaySeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  /** So many failures in a row are a failure. */
  readonly failureThreshold: number;
}

/** What Kubernetes asks: has it started, may it get requests, must it be restarted? Docker knows one check only. */
export interface ProbesSpec {
  readonly startup: HttpProbe;
  readonly readiness: HttpProbe;
  readonly liveness: HttpProbe;
}

/** Whom a service talks to. Where the target can, everything else is kept from it. */
export type Reach =
  | { readonly service: Service; readonly port: number; readonly protocol?: "tcp" | "udp" }
  | { readonly outside: Outside; readonly why: string };

/** Addresses outside of the stack. Host names can't be told to a network policy, so those are every address. */
export interface Outside {
  readonly cidr: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** How the number of instances follows the load. One of `cpuPercent` and `queue`. */
export interface AutoscalingSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Of what an instance requests. */
  readonly cpuPercent?: number;
  /** A metric of Prometheus, by the cluster's external metrics API, and how much of it one instance copes with. */
  readonly queue?: { readonly metric: string; readonly perReplica: number };
}

/** What a VerticalPodAutoscaler does with its advice; as its API names the modes. */
export type VerticalScaling = "Off" | "Initial" | "Recreate" | "InPlaceOrRecreate" | "Auto";

/** When Docker asks for a service's health. */
export interface HealthTiming {
  /** Default 10. */
  readonly intervalSeconds?: number;
  /** Default 5. */
  readonly timeoutSeconds?: number;
  /** So many failures in a row are a failure. Default 5. */
  readonly retries?: number;
  /** Failures this soon after the start don't count. Default 30. */
  readonly startSeconds?: number;
}

/** A service is healthy when this succeeds. Kubernetes has its own times for it (`kubernetes/probes.ts`). */
export type HealthSpec = HealthTiming &
  ({ readonly http: { readonly port: number; readonly path: string } } | { readonly command: readonly string[] });

/** One way in which a service is less confined than the rest, and why. Shown in the docs. */
export interface Exception {
  readonly what: "root user" | "writable root" | "capabilities" | "host mounts" | "host processes";
  readonly why: string;
}

/** What confines a service. The defaults are the strictest; every deviation needs an exception with its reason. */
export interface Confinement {
  /** `uid:gid`, numeric, or `image` to keep the image's own user. */
  readonly user: string;
  /** Default true. */
  readonly readOnlyRoot?: boolean;
  /** Linux capabilities on top of none. Default none. */
  readonly capabilities?: readonly string[];
  readonly exceptions?: readonly Exception[];
}

export interface ServiceSpec {
  readonly image: ImageSpec;
  /** Replaces the image's entry point. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Never a secret: environments are readable in an engine's inspection. */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  readonly files?: readonly FileSpec[];
  /** Never written where they can be read without the stack's secrets. */
  readonly secrets?: readonly FileSpec[];
  /**
   * `live`: the program notices changed files itself. `restart` (the default): it's replaced when one changes. A changed
   * secret replaces it on Kubernetes in either case, where files reach running pods only after a minute or more.
   */
  readonly onFileChange?: "live" | "restart";
  readonly ports?: readonly PortSpec[];
  /** Data that outlives the service. Docker's volumes have no size. */
  readonly volumes?: readonly { readonly name: string; readonly path: string; readonly sizeGiB: number }[];
  /** Memory-backed scratch folders. */
  readonly scratch?: readonly { readonly path: string; readonly sizeMiB: number }[];
  /** Folders of the machine it runs on, read-only. Needs an exception. */
  readonly hostMounts?: readonly { readonly from: string; readonly to: string }[];
  /** Default: the image's own check, if it has one. */
  readonly health?: HealthSpec;
  /** Kubernetes only, in place of `health`. */
  readonly probes?: ProbesSpec;
  /** Default: it talks to nobody. */
  readonly reaches?: readonly Reach[];
  /** How many run behind one name. Default 1; more takes Kubernetes. */
  readonly replicas?: number;
  /** One on every machine of the target, instead of one in all. Docker has one machine. */
  readonly everyNode?: boolean;
  /** Kubernetes only. Default: its resources stay as they are. */
  readonly verticalScaling?: VerticalScaling;
  /** Limits. A service over its memory is killed and restarted. */
  readonly resources: {
    readonly memoryMiB: number;
    readonly cpus: number;
    /** Its share when processors are short, against 1024 of everything else. Default 1024. */
    readonly weight?: number;
  };
  readonly confinement: Confinement;
  /** Seconds between asking it to stop and killing it. Default 10. */
  readonly stopSeconds?: number;
  /** Containers that share its network, in the manner of a pod. */
  readonly sidecars?: Readonly<Record<string, ServiceSpec>>;
  readonly scrapes?: readonly ScrapeSpec[];
}

/** Metrics that a service exposes. */
export interface ScrapeSpec {
  /** The `job` label. */
  readonly job: string;
  readonly port: number;
  /** Default `/metrics`. */
  readonly path?: string;
  /** Its labels name what it tells of, and win over those of where it runs itself. Kubernetes only. */
  readonly honorLabels?: boolean;
}

/** How each job is scraped, by its `job` label; every job that a stack may have is there. */
export type ScrapeJobs = Readonly<Record<string, JobScrape>>;

export interface PrometheusSpec {
  readonly service: Omit<ServiceSpec, "args" | "files" | "secrets" | "ports" | "health" | "volumes" | "scrapes">;
  readonly publish: number;
  readonly externalUrl: string;
  /** Also what it knows the Alertmanagers by. Default: whoever reaches it may use it. */
  readonly web?: WebAccess;
  readonly scrapes: readonly ScrapeTarget[];
  readonly ruleFiles: readonly RuleFile[];
  readonly alertmanagers: readonly Service[];
  /** Health endpoints, each asked for once a scrape interval by the prober. */
  readonly probes: readonly string[];
  readonly prober?: Service;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** A Prometheus duration. */
  readonly retention: string;
  /** In GiB; leave a fifth of the volume free, since Prometheus removes old blocks only after it wrote new ones. */
  readonly retentionGiB: number;
  /** Of the volume of each instance. */
  readonly volumeGiB: number;
  /** Hosts outside of the stack that are scraped as well. */
  readonly outside: readonly OutsideJob[];
  /** Where every sample is sent to as well: Thanos Receive, Mimir, or whatever takes Prometheus' remote write. */
  readonly remoteWrite: readonly RemoteWriteSpec[];
  readonly scrapeIntervalSeconds: number;
  readonly evaluationIntervalSeconds: number;
}

export interface RemoteWriteSpec {
  readonly url: string;
  /** With the password: basic authentication. */
  readonly username?: string;
  readonly password?: pulumi.Input<string>;
}

export interface AlertmanagerSpec {
  readonly service: Omit<ServiceSpec, "args" | "files" | "secrets" | "ports" | "health" | "volumes" | "scrapes">;
  readonly publish: number;
  readonly externalUrl: string;
  /** `alertmanager.yml`, told the folder with its templates. */
  readonly config: (templates: string) => string;
  /** File name to text. */
  readonly templates: Readonly<Record<string, string>>;
  readonly secrets: readonly FileSpec[];
  /** Secrets that the cluster has already, and the files below `secretsPath` that they are wanted as. */
  readonly existingSecrets: readonly ExistingSecret[];
  readonly reaches: readonly Reach[];
  /** Whether it's told tokens that are parts of URLs, which its log must not have. */
  readonly tokensInUrls: boolean;
  /** So many, which tell each other what they have sent. Each is sent every alert. */
  readonly replicas: number;
  /** Default: whoever reaches it may use it. */
  readonly web?: WebAccess;
}

/** A key of a secret in the stack's namespace. */
export interface ExistingSecret {
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

/** Basic authentication of Prometheus' and Alertmanager's web servers. */
export interface WebAccess {
  readonly username: string;
  readonly password: pulumi.Input<string>;
  /** bcrypt, for `web.config.file`. Of the same password always the same, or every preview would differ. */
  readonly passwordHash: pulumi.Input<string>;
}

/** Instances that are alike and that nobody connects to. */
export interface ReplicasSpec {
  readonly service: ServiceSpec;
  /** 0 is none. */
  readonly count: number;
  /** The environment variable that tells each its own name. */
  readonly nameVariable: string;
  /** Kubernetes only; then it decides how many there are. */
  readonly autoscaling?: AutoscalingSpec;
}

/** A service that has been placed. */
export interface Service {
  /** The name that other services of the stack reach it by. */
  readonly host: string;
  /** What must exist before a dependant starts. */
  readonly resource: pulumi.Resource;
  readonly scrapes: readonly ScrapeTarget[];
}

/** A port that people open by way of something that stands before it. */
export interface WebPort {
  readonly role: string;
  readonly service: Service;
  readonly port: number;
  /** Where people open it. */
  readonly publish: number;
}

export interface Placement {
  readonly parent: pulumi.Resource;
  /** Services that should be started first. They may still be getting ready. */
  readonly after?: readonly Service[];
}

export interface Platform {
  /** One instance of a service. `role` is the name that others reach it by. */
  service(role: string, spec: ServiceSpec, placement: Placement): Service;
  /** Several alike, such as workers. */
  replicas(role: string, spec: ReplicasSpec, placement: Placement): readonly Service[];
  /** The files of a service that itself can't run here; so they are still provisioned and checked. */
  filesOnly(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, placement: Placement): void;
  prometheus(role: string, spec: PrometheusSpec, placement: Placement): Service;
  /** The first has the role's name. */
  alertmanager(role: string, spec: AlertmanagerSpec, placement: Placement): readonly Service[];
  /** Processor, memory and network of every container of the stack. `image` is cAdvisor's, where one is needed. */
  containerMetrics(role: string, image: ImageSpec, placement: Placement): readonly Service[];
  /** Of what was placed so far, what isn't published by itself: something must be placed before it that is. */
  readonly behindProxy: readonly WebPort[];
  /** The URL of a service's published port, as a person opens it. */
  url(role: string, publishedPort: number): string;
  /** Where programs outside of the stack send to a UDP port: `host:port`. `bind`: as of its `PortSpec`. */
  udpAddress(role: string, port: number, publishedPort: number, bind?: string): string;
  /** After the last service was placed: makes what can be made only of all of them. */
  finish(): void;
}
