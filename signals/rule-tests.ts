/** Unit tests for `promtool test rules`, made from the proofs that stand beside each alert. */
import { durationSeconds, secondsDuration } from "./durations";
import { UserError } from "./errors";
import { gapProofs, quietUntil, type GapProof } from "./gaps";
import type { Metric } from "./metrics";
import { recordingsOf } from "./needed-recordings";
import { expandValues } from "./proof-values";
import { alertLabels, ruleFiles, type RuleFile } from "./rule-files";
import type { Alert, Duration, InputSeries, QuietProof, RuleGroup } from "./rules";
import { toYaml } from "./yaml";

/** The tests of one alert. */
export interface AlertTests {
  readonly alert: Alert;
  /** The alert alone, with the recordings that it asks for: promtool evaluates all rules that it's given, in each test. */
  readonly rules: RuleGroup;
  readonly tests: readonly AlertTest[];
}

export interface AlertTest {
  readonly of: "fires" | "quiet" | "gap";
  readonly interval: Duration;
  /** As promtool reads it. */
  readonly test: object;
}

export interface RuleTestFile {
  /** `<group>.<alert>.test.yaml`, or `<group>.<alert>.<interval>.test.yaml` for another interval than a minute. */
  readonly name: string;
  readonly content: string;
  /** The rules that it tests: beside it, in the same folder. */
  readonly rules: RuleFile;
}

const defaultInterval: Duration = "1m";

/**
 * The tests of every alert of some groups, and the rules that they're about: as `ruleFiles` makes them, by alert.
 *
 * - It fires at `firesAt` with just the labels that are promised, and at no evaluation before; at `firesUntil`, where
 *   that is said, and no more after it.
 * - It never fires on a quiet proof, whose series must last for as long as that is checked: what ended is no proof.
 * - It does as it should in each gap (`gaps.ts`).
 *
 * A rule is evaluated at every interval of its proof, beginning at 0.
 *
 * @param metrics the contract, which tells counters from gauges. Default none.
 * @throws UserError naming every proof that proves nothing.
 */
export function ruleTests(groups: readonly RuleGroup[], metrics: readonly Metric[] = []): RuleTestFile[] {
  return alertTests(groups, metrics).flatMap((each) => testFiles(each, each.rules));
}

/** The same before it's written. */
export function alertTests(groups: readonly RuleGroup[], metrics: readonly Metric[] = []): AlertTests[] {
  const faults: string[] = [];
  const recordings = groups.flatMap((group) => group.recordings ?? []);
  const tests = groups.flatMap((group) =>
    (group.alerts ?? []).flatMap((alert): AlertTests[] => {
      const needed = recordingsOf(alert, recordings);
      try {
        const fault = proofFaults(alert);
        if (fault.length > 0) throw new UserError(fault);
        const gaps = gapProofs(alert, { metrics, recordings: needed }).map((proof) => gapTest(alert, proof));
        const rules = { name: `${group.name}.${alert.name}`, recordings: needed, alerts: [alert] };
        return [{ alert, rules, tests: [firing(alert), ...quietProofs(alert).map(quiet), ...gaps] }];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        faults.push(...error.faults);
        return [];
      }
    }),
  );
  if (faults.length > 0) throw new UserError(faults);
  return tests;
}

/** `tests`, to be run against `rules`: its own, or changed ones that must be found out. */
export function testFiles({ tests }: Pick<AlertTests, "tests">, rules: RuleGroup): RuleTestFile[] {
  const [file] = ruleFiles([rules]);
  const intervals = [...new Set(tests.map(({ interval }) => interval))];
  // A test file has one evaluation interval.
  return intervals.map((interval) => ({
    name: `${rules.name}${interval === defaultInterval ? "" : `.${interval}`}.test.yaml`,
    content: toYaml({
      rule_files: [file!.name],
      evaluation_interval: interval,
      tests: tests.filter((one) => one.interval === interval).map(({ test }) => test),
    }),
    rules: file!,
  }));
}

function firing(alert: Alert): AlertTest {
  const { interval = defaultInterval, firesAt, firesUntil, labels = {} } = alert.fires;
  const shifted = (time: Duration, by: 1 | -1) => durationSeconds(time) + by * durationSeconds(interval);
  const expected = { alertname: alert.name, alertstate: "firing", ...alertLabels(alert), ...labels };
  const at = (time: Duration, samples: readonly object[]): ExpressionTest => ({
    expr: firingSeries(alert),
    eval_time: time,
    exp_samples: samples,
  });
  const now = [{ labels: `ALERTS${matchers(expected)}`, value: 1 }];
  const before = shifted(firesAt, -1);
  const expressions = [
    ...(before < 0 ? [] : [neverFired(alert, secondsDuration(before))]),
    at(firesAt, now),
    ...(firesUntil === undefined ? [] : [at(firesUntil, now), at(secondsDuration(shifted(firesUntil, 1)), [])]),
  ];
  return { of: "fires", interval, test: test(`${alert.name} fires at ${firesAt}`, alert.fires, expressions) };
}

interface NamedProof extends QuietProof {
  readonly alert: Alert;
  readonly name: string;
}

function quiet({ alert, name, ...proof }: NamedProof): AlertTest {
  return { ...quietTest(alert, name, proof), of: "quiet" };
}

function quietTest(alert: Alert, name: string, proof: QuietProof, from?: Duration): AlertTest {
  const { interval = defaultInterval } = proof;
  const expressions = [neverFired(alert, quietUntil(alert, proof), from)];
  return { of: "gap", interval, test: test(`${alert.name} is quiet: ${name}`, proof, expressions) };
}

function gapTest(alert: Alert, { name, kind, from, proof }: GapProof): AlertTest {
  if (kind === "quiet") return quietTest(alert, from === undefined ? name : `after ${name}`, proof, from);
  const { interval = defaultInterval } = proof;
  const fires = {
    expr: `count(${firingSeries(alert)}) > bool 0`,
    eval_time: quietUntil(alert, proof),
    exp_samples: [{ labels: "{}", value: 1 }],
  };
  return { of: "gap", interval, test: test(`${alert.name} fires: ${name}`, proof, [fires]) };
}

interface ExpressionTest {
  readonly expr: string;
  readonly eval_time: Duration;
  readonly exp_samples: readonly object[];
}

/** promtool tells a failing expression, but not whose it is: so each carries the name as a comment. */
function test(name: string, proof: Pick<QuietProof, "series" | "interval">, expressions: readonly ExpressionTest[]) {
  return {
    name,
    interval: proof.interval ?? defaultInterval,
    input_series: inputSeries(proof.series),
    promql_expr_test: expressions.map((one) => ({ ...one, expr: `${one.expr} # ${name}` })),
  };
}

function quietProofs(alert: Alert): NamedProof[] {
  const main = alert.quiet === "always fires" ? [] : [{ ...alert.quiet, alert, name: "just under the threshold" }];
  return [...main, ...Object.entries(alert.quietWhen ?? {}).map(([name, proof]) => ({ ...proof, alert, name }))];
}

/** One look back over every evaluation: from 0 on, which is just within the range, or from after `from`. */
function neverFired(alert: Alert, until: Duration, from?: Duration): ExpressionTest {
  const range = secondsDuration(durationSeconds(until) + (from === undefined ? 1 : -durationSeconds(from)));
  return { expr: `count_over_time(${firingSeries(alert)}[${range}])`, eval_time: until, exp_samples: [] };
}

function firingSeries(alert: Alert): string {
  return `ALERTS${matchers({ alertname: alert.name, alertstate: "firing" })}`;
}

function matchers(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels).sort();
  return `{${pairs.map((label) => `${label}=${JSON.stringify(labels[label])}`).join(", ")}}`;
}

function inputSeries(series: InputSeries): object[] {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}

function proofFaults(alert: Alert): string[] {
  const faults: string[] = [];
  const { interval = defaultInterval, firesAt } = alert.fires;
  if (durationSeconds(firesAt) % durationSeconds(interval) !== 0) {
    faults.push(`${alert.name}: firesAt ${firesAt} is not on an evaluation, which is every ${interval}`);
  }
  // Further proofs may well be about series that end.
  if (alert.quiet === "always fires") return faults;
  const { series, ...proof } = alert.quiet;
  const until = durationSeconds(quietUntil(alert, alert.quiet));
  const needed = until / durationSeconds(proof.interval ?? defaultInterval) + 1;
  for (const [name, values] of Object.entries(series)) {
    const given = expandValues(values).length;
    if (given >= needed) continue;
    faults.push(`${alert.name}: quiet, just under the threshold: ${name} has ${given} values of ${needed}`);
  }
  return faults;
}
