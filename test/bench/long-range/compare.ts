/** The same asked of raw samples and of what is recorded: are the answers equal, and which is faster? */
import type { Ask, Question } from "../../../signals/view/types";
import { week } from "./week";

export interface Pair {
  readonly what: string;
  /** What a panel would ask without the recording; its time counts. */
  readonly raw: string;
  /** What it should answer, where `raw` is near to it only, as `increase()` is. Default: the same. */
  readonly exact?: string;
  readonly recorded: string;
  /** Days of the graph, up to the end of the week; 0 is one value at its end. */
  readonly days: number;
}

export interface Result {
  readonly what: string;
  readonly values: number;
  /** The largest difference of a recorded value from what is right, as a share of the larger of both. */
  readonly difference: number;
  /** The same of `raw`. */
  readonly rawDifference: number;
  readonly rawMs: number;
  readonly recordedMs: number;
}

const TRIES = 5;
/** As wide as a graph is drawn: so many values. */
const POINTS = 336;

export async function compared({ what, raw, exact = raw, recorded, days }: Pair, ask: Ask): Promise<Result> {
  const [slow, right, fast] = [
    await timed(ask, raw, days),
    await timed(ask, exact, days, 1),
    await timed(ask, recorded, days),
  ];
  const lengths = [slow, right, fast].map(({ values }) => values.length);
  if (lengths[0] === 0 || new Set(lengths).size > 1) throw new Error(`${what}: ${lengths.join(", ")} values`);
  return {
    what,
    values: fast.values.length,
    difference: apart(right.values, fast.values),
    rawDifference: apart(right.values, slow.values),
    rawMs: slow.ms,
    recordedMs: fast.ms,
  };
}

function apart(some: readonly number[], others: readonly number[]): number {
  const all = some.map((value, i) => {
    const largest = Math.max(Math.abs(value), Math.abs(others[i]!));
    return largest === 0 ? 0 : Math.abs(value - others[i]!) / largest;
  });
  return Math.max(...all);
}

/** The shortest of a few times: what other programs of the machine take isn't the query's. */
async function timed(ask: Ask, expr: string, days: number, tries = TRIES): Promise<{ ms: number; values: number[] }> {
  const question: Question =
    days === 0
      ? { kind: "instant", expr, time: week.to }
      : { kind: "range", expr, start: week.to - days * 86_400, end: week.to, step: (days * 86_400) / POINTS };
  let best = Infinity;
  let values: number[] = [];
  for (let i = 0; i < tries; i++) {
    const begin = performance.now();
    const { series = [], error } = await ask(question);
    best = Math.min(best, performance.now() - begin);
    if (error !== undefined) throw new Error(`${expr}: ${error}`);
    values = series.flatMap((each) => each.values.map(([, value]) => Number(value)));
  }
  return { ms: best, values };
}
