import { roleLabel, stackLabel } from "../../../components/platform/kubernetes/labels";
import type { Stack } from "../stack";
import { Kubectl } from "./kubectl";

/** Who takes changed files while running. */
const live = ["alertmanager", "grafana", "prometheus", "viewer"];

/**
 * Has changed files delivered now: a kubelet looks after those of a pod about once a minute, and at once when the pod
 * itself changes, be it by an annotation. Where that isn't allowed, it just takes the minute.
 */
export async function hastenFiles(stack: Stack): Promise<void> {
  const selector = `${stackLabel}=${stack.name},${roleLabel} in (${live.join(",")})`;
  const annotation = `sightline.hastened=${new Date().toISOString()}`;
  const args = ["--namespace", stack.project, "annotate", "--overwrite", "pods", "--selector", selector, annotation];
  await new Kubectl(stack).attempt(args);
}
