/** Unit tests for `promtool test rules`, made from the proofs that stand beside each alert. */
import { durationSeconds, secondsDuration } from "./durations";
import { UserError } from "./errors";
import type { Alert, Duration, InputSeries, QuietProof, RuleGroup } from "./rules";
import { toYaml } from "./yaml";

export interface RuleTestFile {
  /** `<group>.test.yaml`, or `<group>.<interval>.test.yaml` for proofs with another interval than a minute. */
  readonly name: string;
  readonly content: string;
}

const defaultInterval: Duration = "1m";

interface Test {
  readonly interval: Duration;
  readonly test: object;
}

/**
 * The tests of every alert of some groups; they expect the groups' files, as `ruleFiles` makes them, in their folder.
 *
 * - It fires at `firesAt` with just the labels that are promised, and at no evaluation before.
 * - It never fires on a quiet proof, whose series must last for as long as that is checked: what ended is no proof.
 *
 * A rule is evaluated at every interval of its proof, beginning at 0.
 *
 * @throws UserError naming every proof that proves nothing.
 */
export function ruleTests(groups: readonly RuleGroup[]): RuleTestFile[] {
  const faults = groups.flatMap((group) => (group.alerts ?? []).flatMap(proofFaults));
  if (faults.length > 0) throw new UserError(faults);
  return groups.flatMap((group) => {
    const tests = (group.alerts ?? []).flatMap((alert) => [firing(alert), ...quietProofs(alert).map(quiet)]);
    const intervals = [...new Set(tests.map(({ interval }) => interval))];
    // A test file has one evaluation interval.
    return intervals.map((interval) => ({
      name: `${group.name}${interval === defaultInterval ? "" : `.${interval}`}.test.yaml`,
      content: toYaml({
        rule_files: [`${group.name}.yaml`],
        evaluation_interval: interval,
        tests: tests.filter((one) => one.interval === interval).map(({ test }) => test),
      }),
    }));
  });
}

function firing(alert: Alert): Test {
  const { series, interval = defaultInterval, firesAt, labels = {} } = alert.fires;
  const before = durationSeconds(firesAt) - durationSeconds(interval);
  const expected = { alertname: alert.name, alertstate: "firing", severity: alert.severity, ...labels };
  const now = {
    expr: firingSeries(alert),
    eval_time: firesAt,
    exp_samples: [{ labels: `ALERTS${matchers(expected)}`, value: 1 }],
  };
  return {
    interval,
    test: {
      name: `${alert.name} fires at ${firesAt}`,
      interval,
      input_series: inputSeries(series),
      promql_expr_test: before < 0 ? [now] : [neverFired(alert, secondsDuration(before)), now],
    },
  };
}

interface NamedProof extends QuietProof {
  readonly alert: Alert;
  readonly name: string;
}

function quiet({ alert, name, series, interval = defaultInterval, ...proof }: NamedProof): Test {
  return {
    interval,
    test: {
      name: `${alert.name} is quiet: ${name}`,
      interval,
      input_series: inputSeries(series),
      promql_expr_test: [neverFired(alert, quietUntil(alert, { series, interval, ...proof }))],
    },
  };
}

function quietProofs(alert: Alert): NamedProof[] {
  const main = alert.quiet === "always fires" ? [] : [{ ...alert.quiet, alert, name: "just under the threshold" }];
  return [...main, ...Object.entries(alert.quietWhen ?? {}).map(([name, proof]) => ({ ...proof, alert, name }))];
}

function quietUntil(alert: Alert, { interval = defaultInterval, until }: QuietProof): Duration {
  return until ?? secondsDuration(durationSeconds(alert.fires.firesAt) + 10 * durationSeconds(interval));
}

/** One look back over every evaluation from 0 on; the first one is just within the range. */
function neverFired(alert: Alert, until: Duration): object {
  const range = secondsDuration(durationSeconds(until) + 1);
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
  for (const { name, ...proof } of quietProofs(alert)) {
    // Further proofs may well be about series that end.
    if (proof.series !== (alert.quiet as QuietProof).series) continue;
    const needed = durationSeconds(quietUntil(alert, proof)) / durationSeconds(proof.interval ?? defaultInterval) + 1;
    for (const [series, values] of Object.entries(proof.series)) {
      const given = sampleCount(values);
      if (given < needed) faults.push(`${alert.name}: quiet, ${name}: ${series} has ${given} values of ${needed}`);
    }
  }
  return faults;
}

/** How many intervals a series in promtool's notation lasts: `1+2x3` is 4 values, `_x3` is 3, `5` is 1. */
export function sampleCount(values: string): number {
  return values
    .trim()
    .split(/\s+/)
    .reduce((sum, token) => {
      const times = /x(\d+)$/.exec(token)?.[1];
      return sum + (times === undefined ? 1 : Number(times) + (token.startsWith("_") ? 0 : 1));
    }, 0);
}
