/** Which recording rules an alert stands on. */
import { metricsIn } from "./promql";
import { matchers } from "./promql/selector";
import { descendants, parse } from "./promql/tree";
import { alertExpression } from "./rule-files";
import type { Alert, Recording } from "./rules";

/** What an alert asks for and what that asks for in turn, in the order in which they stand. */
export function recordingsOf(alert: Alert, all: readonly Recording[]): Recording[] {
  const needed = new Set<string>();
  const add = (expr: string) => {
    for (const name of metricsIn(expr).filter((each) => each.includes(":") && !needed.has(each))) {
      needed.add(name);
      all.filter(({ record }) => record === name).forEach((recording) => add(recording.expr));
    }
  };
  const whole = alertExpression(alert);
  add(whole);
  const held = heldLabels(whole);
  const another = ({ labels = {} }: Recording) =>
    Object.entries(labels).some(([label, value]) => (held.get(label) ?? value) !== value);
  return all.filter((recording) => needed.has(recording.record) && !another(recording));
}

/** Labels that all selectors of recorded series hold at the same value: nothing is read of another one. */
function heldLabels(expr: string): Map<string, string> {
  const { root } = parse(expr);
  const selectors =
    root === undefined ? [] : descendants(root, "VectorSelector").map((node) => matchers(node, { expr }));
  const [first = []] = selectors;
  const held = first.filter(({ op }) => op === "=");
  const everywhere = held.filter(({ label, value }) =>
    selectors.every((all) => all.some((other) => other.op === "=" && other.label === label && other.value === value)),
  );
  return new Map(everywhere.map(({ label, value }) => [label, value]));
}
