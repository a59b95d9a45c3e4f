import { testFiles, type AlertTests } from "../../signals/rule-tests";
import type { RuleGroup } from "../../signals/rules";
import { failingFiles } from "../lib/rules";

/** A change of a rule that one of the proofs must notice. */
export interface Mutation {
  readonly kind: string;
  /** What was changed, for who has to make a proof sharper. */
  readonly what: string;
  /** The rules of each alert that it concerns, changed; one alert that notices is enough. */
  readonly changed: readonly { readonly tests: AlertTests; readonly rules: RuleGroup }[];
}

type Of = AlertTests["tests"][number]["of"];

/**
 * Those that no proof notices. Each is tried on its own, but promtool runs many at once. What a firing proof notices needs
 * no other one; the proofs of gaps are long, so they're asked last.
 */
export function uncaught(mutations: readonly Mutation[]): Mutation[] {
  return (["fires", "quiet", "gap"] as const).reduce<readonly Mutation[]>(escapedFrom, mutations).slice();
}

function escapedFrom(mutations: readonly Mutation[], of: Of): Mutation[] {
  const files = mutations.map(({ changed }, i) =>
    changed.flatMap(({ tests, rules }, j) => {
      const asked = tests.tests.filter((test) => test.of === of);
      return testFiles({ tests: asked }, { ...rules, name: `m${i}.${j}` });
    }),
  );
  const failing = failingFiles(files.flat());
  return mutations.filter((_, i) => !files[i]!.some(({ name }) => failing.has(name)));
}
