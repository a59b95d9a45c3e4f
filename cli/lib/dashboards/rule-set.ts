import { parse } from "yaml";
import { metricsIn } from "../../../signals/promql";

/** A rule as Prometheus' file has it. */
export interface Rule {
  /** An alert has none. */
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RecordingRule extends Rule {
  readonly record: string;
}

interface Groups {
  readonly groups?: readonly { readonly rules?: readonly Rule[] }[];
}

/** All rules of some rule files, or of the operator's `PrometheusRule`s, in their order. */
export function rulesIn(files: readonly string[]): Rule[] {
  return files.flatMap((content) => {
    const { spec, ...file } = (parse(content) ?? {}) as Groups & { readonly spec?: Groups };
    return (file.groups ?? spec?.groups ?? []).flatMap(({ rules = [] }) => rules);
  });
}

export function recordingRules(rules: readonly Rule[]): RecordingRule[] {
  return rules.filter((rule): rule is RecordingRule => rule.record !== undefined);
}

/** The recorded names whose samples are others in `after` than in `before`: changed rules, and those that read them. */
export function changedRecords(before: readonly Rule[], after: readonly Rule[]): Set<string> {
  const [old, now] = [definitions(before), definitions(after)];
  const changed = new Set([...old.keys(), ...now.keys()].filter((name) => old.get(name) !== now.get(name)));
  return withReaders(changed, [...before, ...after]);
}

/** Names of recording rules, with those of all that read one of them. */
export function withReaders(names: ReadonlySet<string>, rules: readonly Rule[]): Set<string> {
  const all = new Set(names);
  for (let size = -1; size !== all.size;) {
    size = all.size;
    for (const { record, expr } of recordingRules(rules))
      if (metricsIn(expr).some((name) => all.has(name))) all.add(record);
  }
  return all;
}

/**
 * In an order in which each comes after those that it reads, in rounds: those of a round don't read each other. Rules
 * that read themselves in a circle come last.
 */
export function rounds(rules: readonly RecordingRule[]): RecordingRule[][] {
  const result: RecordingRule[][] = [];
  let left = [...rules];
  while (left.length > 0) {
    const names = new Set(left.map(({ record }) => record));
    const ready = left.filter(({ expr }) => !metricsIn(expr).some((name) => names.has(name)));
    const round = ready.length > 0 ? ready : left;
    result.push(round);
    left = left.filter((rule) => !round.includes(rule));
  }
  return result;
}

function definitions(rules: readonly Rule[]): Map<string, string> {
  const all = new Map<string, string>();
  for (const { record, expr, labels = {} } of recordingRules(rules)) {
    all.set(record, `${all.get(record) ?? ""}${expr}\n${JSON.stringify(labels)}\n`);
  }
  return all;
}
