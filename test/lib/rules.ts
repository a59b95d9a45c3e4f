import { ruleFiles } from "../../signals/rule-files";
import { ruleTests } from "../../signals/rule-tests";
import type { RuleGroup } from "../../signals/rules";
import { promtool, type PromtoolResult } from "./promtool";

/** Everything that promtool needs to check and test some groups. */
export function promtoolFiles(groups: readonly RuleGroup[]): {
  files: Record<string, string>;
  rules: string[];
  tests: string[];
} {
  const rules = ruleFiles(groups);
  const tests = ruleTests(groups);
  return {
    files: Object.fromEntries([...rules, ...tests].map(({ name, content }) => [name, content])),
    rules: rules.map(({ name }) => name),
    tests: tests.map(({ name }) => name),
  };
}

/** `promtool test rules` over the proofs of some groups. */
export function testRules(groups: readonly RuleGroup[]): PromtoolResult {
  const { files, tests } = promtoolFiles(groups);
  return promtool(files, ["test", "rules", ...tests]);
}
