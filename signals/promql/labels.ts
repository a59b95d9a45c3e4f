/** Which labels the series of an expression have, as far as the declarations tell. */

/** What a series that was scraped has besides its declared labels. */
export const targetLabels: readonly string[] = ["instance", "job"];

/** Labels that a stack may add to whatever it scrapes or sends. Their use is never a fault on scraped series. */
export const stackLabels: readonly string[] = ["stack", "workload"];

/** Labels that a target has on Kubernetes and on no other platform: nothing may need them, but may use them. */
export const clusterLabels: readonly string[] = ["node"];

const added: readonly string[] = [...stackLabels, ...clusterLabels];

export interface LabelSet {
  /** On every series. */
  readonly required: ReadonlySet<string>;
  /** On some of them, or on all of them in some stacks. */
  readonly optional: ReadonlySet<string>;
  /** Nobody can say which labels there are, so none is a fault: `info()`, a metric that was a fault already. */
  readonly open: boolean;
  /** Labels that a matcher holds at one value. */
  readonly fixed: ReadonlyMap<string, string>;
}

export function labelSet(
  required: Iterable<string> = [],
  optional: Iterable<string> = [],
  rest: Partial<Pick<LabelSet, "open" | "fixed">> = {},
): LabelSet {
  const all = new Set(required);
  const some = new Set([...optional].filter((label) => !all.has(label)));
  const fixed = new Map([...(rest.fixed ?? [])].filter(([label]) => all.has(label) || some.has(label)));
  return { required: all, optional: some, open: rest.open ?? false, fixed };
}

export const openLabels: LabelSet = labelSet([], [], { open: true });

/** The labels that a metric's series have in Prometheus. A colon is in the name of a recording rule, and only there. */
export function storedLabels(name: string, declared: readonly string[]): LabelSet {
  // Each alert's own labels are on its series only; an expression that keeps `job` or `stack` hands it on.
  if (name === "ALERTS" || name === "ALERTS_FOR_STATE") {
    return labelSet([], [...declared, ...targetLabels, ...added]);
  }
  const own = declared.filter((label) => !added.includes(label));
  if (name.includes(":"))
    return labelSet(
      own,
      declared.filter((label) => added.includes(label)),
    );
  return labelSet([...own, ...targetLabels, ...(name.endsWith("_bucket") ? ["le"] : [])], added);
}

/** `__name__` may be asked for anywhere: it's gone only where nobody would look for it. */
export function has(set: LabelSet, label: string): boolean {
  return set.open || label === "__name__" || set.required.has(label) || set.optional.has(label);
}

export function names(set: LabelSet): string[] {
  return [...set.required, ...set.optional].sort();
}

/** The labels as a message tells them: without those that only some stacks have. */
export function shown(set: LabelSet): string[] {
  return names(set).filter((label) => set.required.has(label) || !added.includes(label));
}

/** `{a, b}` */
export function listing(set: LabelSet): string {
  return `{${shown(set).join(", ")}}`;
}

/** `by (labels)`. A label that isn't there stays in the result: it was told once, and shall not be told again. */
export function keep(set: LabelSet, labels: readonly string[]): LabelSet {
  const optional = labels.filter((label) => set.optional.has(label) || (set.open && !set.required.has(label)));
  return labelSet(
    labels.filter((label) => !optional.includes(label)),
    optional,
    { fixed: set.fixed },
  );
}

/** `without (labels)`. */
export function drop(set: LabelSet, labels: readonly string[]): LabelSet {
  const stays = (label: string) => !labels.includes(label);
  return labelSet([...set.required].filter(stays), [...set.optional].filter(stays), set);
}

/** The set with these labels on every series, or on some of them. */
export function add(set: LabelSet, required: readonly string[], optional: readonly string[] = []): LabelSet {
  const changed = [...required, ...optional];
  const fixed = new Map([...set.fixed].filter(([label]) => !changed.includes(label)));
  return labelSet([...set.required, ...required], [...set.optional, ...optional], { open: set.open, fixed });
}

/** The set of a vector whose series come from one of several: `or`, or a selector of several metrics. */
export function either(sets: readonly LabelSet[]): LabelSet {
  const [first, ...others] = sets;
  if (first === undefined) return labelSet();
  const required = [...first.required].filter((label) => others.every((set) => set.required.has(label)));
  const fixed = new Map([...first.fixed].filter(([label, value]) => others.every((s) => s.fixed.get(label) === value)));
  return labelSet(required, sets.flatMap(names), { open: sets.some((set) => set.open), fixed });
}

export interface Matching {
  readonly kind: "on" | "ignoring";
  readonly labels: readonly string[];
}

/** Why no series of the left can ever match one of the right, or undefined when some might. */
export function neverMatch(left: LabelSet, right: LabelSet, { kind, labels }: Matching): string | undefined {
  const compared = (label: string) => labels.includes(label) === (kind === "on");
  if (kind === "ignoring") {
    const lonely = (a: LabelSet, b: LabelSet) => [...a.required].some((label) => compared(label) && !has(b, label));
    if (lonely(left, right) || lonely(right, left)) {
      return `the left has ${listing(drop(left, labels))}, the right ${listing(drop(right, labels))}`;
    }
  }
  for (const [label, value] of left.fixed) {
    const other = right.fixed.get(label);
    if (compared(label) && other !== undefined && other !== value) {
      return `the left has ${label}="${value}", the right ${label}="${other}"`;
    }
  }
  return undefined;
}
