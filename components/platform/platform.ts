import type * as pulumi from "@pulumi/pulumi";
import type { RuleFile } from "../../signals/rule-files";
import type { ScrapeTarget } from "../../signals/prometheus-config";

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
}

/** A service is healthy when this succeeds. Checked every 10 s, given up after 5 failures in a row. */
export type HealthSpec =
  { readonly http: { readonly port: number; readonly path: string } } | { readonly command: readonly string[] };

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
  /** `live`: the program notices changed files itself. `restart` (the default): it's replaced when one changes. */
  readonly onFileChange?: "live" | "restart";
  readonly ports?: readonly PortSpec[];
  /** Data that outlives the service. */
  readonly volumes?: readonly { readonly name: string; readonly path: string }[];
  /** Memory-backed scratch folders. */
  readonly scratch?: readonly { readonly path: string; readonly sizeMiB: number }[];
  /** Folders of the machine it runs on, read-only. Needs an exception. */
  readonly hostMounts?: readonly { readonly from: string; readonly to: string }[];
  /** Default: the image's own check, if it has one. */
  readonly health?: HealthSpec;
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
}

export interface PrometheusSpec {
  readonly service: Omit<ServiceSpec, "args" | "files" | "secrets" | "ports" | "health" | "volumes" | "scrapes">;
  readonly publish: number;
  readonly externalUrl: string;
  readonly scrapes: readonly ScrapeTarget[];
  readonly ruleFiles: readonly RuleFile[];
  readonly alertmanagers: readonly Service[];
  /** Health endpoints, each asked for once a scrape interval by the prober. */
  readonly probes: readonly string[];
  readonly prober?: Service;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly retentionDays: number;
  /** In GiB; leave a fifth of the volume free, since Prometheus removes old blocks only after it wrote new ones. */
  readonly retentionGiB: number;
  readonly scrapeIntervalSeconds: number;
  readonly evaluationIntervalSeconds: number;
}

export interface AlertmanagerSpec {
  readonly service: Omit<ServiceSpec, "args" | "files" | "secrets" | "ports" | "health" | "volumes" | "scrapes">;
  readonly publish: number;
  readonly externalUrl: string;
  /** `alertmanager.yml` and what it refers to. */
  readonly files: readonly FileSpec[];
  readonly secrets: readonly FileSpec[];
}

/** A service that has been placed. */
export interface Service {
  /** The name that other services of the stack reach it by. */
  readonly host: string;
  /** What must exist before a dependant starts. */
  readonly resource: pulumi.Resource;
  readonly scrapes: readonly ScrapeTarget[];
}

export interface Placement {
  readonly parent: pulumi.Resource;
  /** Services that should be started first. They may still be getting ready. */
  readonly after?: readonly Service[];
}

export interface Platform {
  /** One instance of a service. `role` is the name that others reach it by. */
  service(role: string, spec: ServiceSpec, placement: Placement): Service;
  /** The files of a service that itself can't run here; so they are still provisioned and checked. */
  filesOnly(role: string, spec: Pick<ServiceSpec, "files" | "secrets">, placement: Placement): void;
  prometheus(role: string, spec: PrometheusSpec, placement: Placement): Service;
  alertmanager(role: string, spec: AlertmanagerSpec, placement: Placement): Service;
  /** The URL of a published port, as a person opens it. */
  url(publishedPort: number): string;
}
