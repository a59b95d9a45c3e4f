import type { AlertTests } from "../../signals/rule-tests";
import type { Alert, Recording, RuleGroup } from "../../signals/rules";
import { halvedWindows, swappedComparisons } from "./expressions";
import type { Mutation } from "./mutation";

/** A change of the alert itself; undefined where it can't be made. */
export type Change = (alert: Alert) => Alert | undefined;

export function changedAlerts(all: readonly AlertTests[], kind: string, change: Change): Mutation[] {
  return all.flatMap((tests) => {
    const alert = change(tests.alert);
    return alert === undefined ? [] : [mutation(kind, alert.name, tests, alert)];
  });
}

const opposite = { ">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "!=" } as const;

/** Of the alert itself, and of its guard. */
export function comparisonMutations(all: readonly AlertTests[]): Mutation[] {
  return all.flatMap((tests) => {
    const { alert } = tests;
    const op = opposite[alert.op ?? ">"];
    // "Not equal" is no operator that an alert may have, but one that may get there by mistake.
    const swapped = mutation("comparison", `${alert.name}: ${op}`, tests, { ...alert, op: op as Alert["op"] });
    const guards = alert.guard === undefined ? [] : swappedComparisons(alert.guard);
    return [
      swapped,
      ...guards.map((guard) =>
        mutation("comparison", `${alert.name}: guard ${brief(guard)}`, tests, { ...alert, guard }),
      ),
    ];
  });
}

/**
 * Each window of each alert, of its guard, and of each recording that an alert asks for. What has the same length in one
 * expression is one window: it was written once, and given to an idiom of `signals/expressions.ts`, whose insides have
 * proofs of their own.
 */
export function windowMutations(all: readonly AlertTests[]): Mutation[] {
  const ofAlerts = all.flatMap((tests) => {
    const { alert } = tests;
    const expr = halvedWindows(alert.expr).map(({ window, expr }) =>
      mutation("window", `${alert.name}: [${window}]`, tests, { ...alert, expr }),
    );
    const guard = halvedWindows(alert.guard ?? "").map(({ window, expr }) =>
      mutation("window", `${alert.name}: guard [${window}]`, tests, { ...alert, guard: expr }),
    );
    return [...expr, ...guard];
  });
  return [...ofAlerts, ...recordingMutations(all)];
}

/** A changed recording is changed for all alerts that ask for it. */
function recordingMutations(all: readonly AlertTests[]): Mutation[] {
  const recordings = all.flatMap(({ rules }) => rules.recordings ?? []);
  const distinct = recordings.filter((recording, i) => recordings.indexOf(recording) === i);
  return distinct.flatMap((recording) =>
    halvedWindows(recording.expr).map(({ window, expr }) => ({
      kind: "window",
      what: `${recording.record}: [${window}]`,
      changed: all
        .filter(({ rules }) => rules.recordings?.includes(recording))
        .map((tests) => ({ tests, rules: withRecording(tests.rules, recording, { ...recording, expr }) })),
    })),
  );
}

function mutation(kind: string, what: string, tests: AlertTests, alert: Alert): Mutation {
  return { kind, what, changed: [{ tests, rules: { ...tests.rules, alerts: [alert] } }] };
}

function withRecording(rules: RuleGroup, old: Recording, other: Recording): RuleGroup {
  return { ...rules, recordings: rules.recordings?.map((one) => (one === old ? other : one)) };
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 70 ? `… ${line.slice(-68)}` : line;
}
