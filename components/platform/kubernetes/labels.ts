/** The labels of a stack's objects: what is ours is told by them, and every selector is made of them. */

export type Labels = Readonly<Record<string, string>>;

export const stackLabel = "sightline.stack";
export const engineLabel = "sightline.engine";
/** What a pod is in the stack. The operator sets the usual labels itself, to values of its own. */
export const roleLabel = "sightline.role";
/** Set on what must outlive the stack: the data. */
export const dataLabel = "sightline.data";

/** Of the pods of one role. */
export function selectorOf(stack: string, role: string): Labels {
  return { [stackLabel]: stack, [roleLabel]: role };
}

/** Of everything that belongs to a role. */
export function labelsOf(common: Labels, role: string): Labels {
  return {
    ...common,
    [roleLabel]: role,
    "app.kubernetes.io/name": role,
    "app.kubernetes.io/instance": `sightline-${common[stackLabel] ?? ""}`,
    "app.kubernetes.io/part-of": "sightline",
  };
}

/** What a Prometheus of the stack selects of monitors and rules: the same label that each of them carries. */
export function monitorSelector(stack: string) {
  return { matchLabels: { [stackLabel]: stack } };
}
