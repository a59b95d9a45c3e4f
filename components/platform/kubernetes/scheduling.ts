import type { types } from "@pulumi/kubernetes";
import type { Labels } from "./labels";

/** What a cluster's administrators decide about pods. */
export interface SchedulingArgs {
  readonly nodeSelector: Labels;
  readonly tolerations: readonly {
    readonly key?: string;
    readonly operator: "Exists" | "Equal";
    readonly value?: string;
    readonly effect?: string;
  }[];
  readonly imagePullSecrets: readonly string[];
}

type PodSpec = types.input.core.v1.PodSpec;

export function scheduling(args: SchedulingArgs): Pick<PodSpec, "nodeSelector" | "tolerations" | "imagePullSecrets"> {
  const { nodeSelector, tolerations, imagePullSecrets } = args;
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector: { ...nodeSelector } }),
    ...(tolerations.length > 0 && { tolerations: tolerations.map((toleration) => ({ ...toleration })) }),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
  };
}

/** On every node, whatever its labels and taints. */
export function everywhere({ imagePullSecrets }: SchedulingArgs): ReturnType<typeof scheduling> {
  const anyTaint = { operator: "Exists" } as const;
  return scheduling({ nodeSelector: {}, tolerations: [anyTaint], imagePullSecrets });
}

/** Over nodes where there are several; a cluster of one node takes them all. */
export function spread(selector: Labels) {
  return [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { ...selector } },
    },
  ];
}
