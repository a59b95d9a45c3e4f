/** Which label values of the contract a selection takes. */
import { matchers, type Matcher } from "./promql/selector";
import { descendants, parse } from "./promql/tree";
import type { Selected } from "./slo";

export type Labels = Readonly<Record<string, string>>;

/** Sets of label values that are tried at most. */
const TRIES = 10_000;

/** Label values that a selection takes and none of the others does; undefined when the contract has none. */
export function labelsOf(selected: Selected, others: readonly Selected[] = []): Labels | undefined {
  const choices = Object.entries(selected.metric.labels).map(([label, typical]) => {
    // What is asked for by name is there, even if it isn't typical.
    const named = [selected, ...others].flatMap(matchersOf).filter((each) => each.label === label && each.op === "=");
    const values = [...new Set([...typical, ...named.map(({ value }) => value)])];
    return { label, values: values.filter((value) => takes(selected, { [label]: value })) };
  });
  let tries = 0;
  const search = (labels: Labels, at: number): Labels | undefined => {
    const choice = choices[at];
    if (choice === undefined) {
      tries++;
      return others.some((other) => takes(other, labels)) ? undefined : labels;
    }
    for (const value of choice.values) {
      const found = tries < TRIES ? search({ ...labels, [choice.label]: value }, at + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search({}, 0);
}

/** Whether these label values fit; labels that aren't among them are left open. */
export function takes(selected: Selected, labels: Labels): boolean {
  return matchersOf(selected)
    .filter(({ label }) => labels[label] !== undefined)
    .every(({ label, op, value }) => {
      const fits = op.endsWith("~") ? pattern(value).test(labels[label]!) : labels[label] === value;
      return op.startsWith("!") ? !fits : fits;
    });
}

function matchersOf({ metric, matchers: written = "" }: Selected): Matcher[] {
  const expr = `${metric.name}{${written}}`;
  const { root } = parse(expr);
  const [node] = root === undefined ? [] : descendants(root, "VectorSelector");
  return node === undefined ? [] : matchers(node, { expr });
}

/** Anchored at both ends. What only RE2 can read takes everything. */
function pattern(value: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    return /^/;
  }
}
