import type { DnsPlace } from "./network";
import type { Labels } from "./labels";
import type { OperatorInstallArgs } from "./operator-install";
import type { ScrapeJobs } from "../platform";
import type { PublishArgs } from "./publisher";
import type { SchedulingArgs } from "./scheduling";

export interface KubernetesPlatformArgs extends PublishArgs {
  /** Path of the file. Default: `KUBECONFIG`, else `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Put on everything, so that what is ours can be told from what isn't. `sightline.stack` must be among them. */
  readonly labels: Labels;
  readonly jobs: ScrapeJobs;
  /** Absent: the cluster has an operator, which finds the stack's resources. */
  readonly operator?: OperatorInstallArgs;
  /** Whether the definitions of the operator's kinds are the stack's; else they are somebody else's, and stay so. */
  readonly installCrds: boolean;
  /** Of kube-state-metrics. Absent: it can't be had, and its metrics are missing. */
  readonly kubeStateImage?: string;
  /** Of the programs that run: the operator chooses their arguments by it. */
  readonly versions: { readonly prometheus: string; readonly alertmanager: string };
  /** How many run. */
  readonly prometheusReplicas: number;
  readonly shards: number;
  readonly imageRegistry?: string;
  readonly storageClass?: string;
  readonly scheduling: SchedulingArgs;
  /** Where the API server is, for the network policies. */
  readonly apiServer: { readonly cidr: string; readonly ports: readonly number[] };
  readonly nodeCidr: string;
  readonly dns: DnsPlace;
}
