import type { types } from "@pulumi/kubernetes";
import type { AutoscalingSpec, VerticalScaling } from "../platform";
import type { Labels } from "./labels";

interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** So many as the load needs: by processor use, or by a metric that the external metrics API tells. */
export function horizontal(
  target: Target,
  spec: AutoscalingSpec,
): types.input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  const { minReplicas, maxReplicas, cpuPercent, queue } = spec;
  return {
    scaleTargetRef: { ...target },
    minReplicas,
    maxReplicas,
    metrics: [
      ...(cpuPercent === undefined
        ? []
        : [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: cpuPercent } },
            },
          ]),
      ...(queue === undefined
        ? []
        : [
            {
              type: "External",
              external: {
                metric: { name: queue.metric },
                target: { type: "AverageValue", averageValue: String(queue.perReplica) },
              },
            },
          ]),
    ],
  };
}

/** So much of memory and processor as it uses. Its API comes with the autoscaler, not with Kubernetes. */
export function vertical(target: Target, updateMode: VerticalScaling) {
  return { targetRef: { ...target }, updatePolicy: { updateMode } };
}

/** A drained node takes away one at a time. Of one instance it takes that one: nothing else would let a node go. */
export function disruptionBudget(selector: Labels): types.input.policy.v1.PodDisruptionBudgetSpec {
  return { maxUnavailable: 1, selector: { matchLabels: { ...selector } } };
}
