import type { Metric } from "../../signals/metrics";
import { ruleFiles } from "../../signals/rule-files";
import { ruleTests, type RuleTestFile } from "../../signals/rule-tests";
import type { RuleGroup } from "../../signals/rules";
import { promtool, type PromtoolResult } from "./promtool";

/** `promtool test rules` over the proofs of some groups. */
export function testRules(groups: readonly RuleGroup[], metrics: readonly Metric[] = []): PromtoolResult {
  const tests = ruleTests(groups, metrics);
  return promtool(withRules(tests), ["test", "rules", ...tests.map(({ name }) => name)]);
}

/** `promtool check rules` over what a stack would be given. */
export function checkRules(...given: Parameters<typeof ruleFiles>): PromtoolResult {
  const files = ruleFiles(...given);
  const named = Object.fromEntries(files.map(({ name, content }) => [name, content]));
  return promtool(named, ["check", "rules", "--lint=all", "--lint-fatal", ...Object.keys(named)]);
}

/**
 * The names of those test files of which a test failed. All are run at once.
 *
 * @throws when promtool can't even read one, which says nothing of its alerts.
 */
export function failingFiles(tests: readonly RuleTestFile[]): Set<string> {
  if (tests.length === 0) return new Set();
  const report = "report.xml";
  const args = ["test", "rules", `--junit=${report}`, ...tests.map(({ name }) => name)];
  const { written, output } = promtool(withRules(tests), args, report);
  const suites = written.split("<testsuite ").slice(1);
  const names = suites.map((suite) => /^name="([^"]*)"/.exec(suite)![1]!);
  const unseen = tests.find(({ name }) => !names.includes(name));
  if (unseen !== undefined) throw new Error(`promtool says nothing of ${unseen.name}: ${output.slice(0, 1000)}`);
  // A test that was run says what it expected.
  const unread = suites.find((suite) => /<failure>(?!\s*expr:)|<error>/.test(suite));
  if (unread !== undefined) throw new Error(`promtool can't run ${unread.slice(0, 1000)}`);
  return new Set(names.filter((_, i) => suites[i]!.includes("<failure>")));
}

function withRules(tests: readonly RuleTestFile[]): Record<string, string> {
  return Object.fromEntries(
    tests.flatMap(({ name, content, rules }) => [
      [name, content],
      [rules.name, rules.content],
    ]),
  );
}
