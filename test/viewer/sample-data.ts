/** Series made of sines: the same for ever, and different enough to be told apart. */
import type { LoadedQuery, Series } from "../../signals/view/types";

export const range = { from: 1_714_557_600, to: 1_714_561_200 };
export const step = 15;

type Labels = Readonly<Record<string, string>>;
type At = (t: number) => number | string | undefined;

/** A series over the whole range; `at` gets 0 to 1 and leaves a sample out by `undefined`. */
export function series(metric: Labels, at: At, every: number = step): Series {
  const values: [number, string][] = [];
  for (let time = range.from; time <= range.to; time += every) {
    const value = at((time - range.from) / (range.to - range.from));
    if (value !== undefined) values.push([time, String(value)]);
  }
  return { metric, values };
}

export function newest(metric: Labels, value: number | string): Series {
  return { metric, values: [[range.to, String(value)]] };
}

export function wave(middle: number, height: number, turns: number, shift = 0): (t: number) => number {
  return (t) => middle + height * Math.sin(2 * Math.PI * (turns * t + shift));
}

/** A query with its answer; several of a panel are named A, B, … by `panel`. */
export function query(all: readonly Series[], more: Partial<LoadedQuery> = {}): LoadedQuery {
  const instant = all.every(({ values }) => values.length === 1) && all.length > 0;
  return {
    refId: "A",
    expr: "sample",
    legendFormat: "{{name}}",
    format: "time_series",
    instant,
    step,
    answer: { series: all },
    ...more,
  };
}
