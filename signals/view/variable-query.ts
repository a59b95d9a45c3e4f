/** What a query variable asks for, and what becomes of the answer. */
import type { Ask, TimeRange, VariableJson } from "./types";

export interface Option {
  readonly text: string;
  readonly value: string;
}

/** The query's text: it is a string, or an object around one. */
export function queryText({ query }: VariableJson): string {
  if (typeof query === "string") return query;
  const inner = (query as { query?: unknown } | null | undefined)?.query;
  return typeof inner === "string" ? inner : "";
}

export interface Found {
  readonly options: readonly Option[];
  readonly error?: string;
}

/** The values that Prometheus has for a query whose variables are replaced. */
export async function askValues(query: string, range: TimeRange, ask: Ask): Promise<Found> {
  const [start, end] = [Math.floor(range.from), Math.ceil(range.to)];
  const labelValues = /^\s*label_values\((?:(.+),\s*)?([a-zA-Z_]\w*)\s*\)\s*$/s.exec(query);
  if (labelValues) {
    const [, selector = "", label = ""] = labelValues;
    const match = selector.replace(/\s/g, "") === "{}" ? "" : selector.trim();
    return named(await ask({ kind: "label-values", label, ...(match && { match }), start, end }));
  }
  const metrics = /^\s*metrics\((.+)\)\s*$/s.exec(query)?.[1];
  if (metrics !== undefined) {
    const pattern = regexOf(metrics);
    if (pattern === undefined) return { options: [], error: `"${metrics}" isn't a regular expression` };
    const { options, error } = named(await ask({ kind: "label-values", label: "__name__", start, end }));
    return { options: options.filter(({ value }) => value.search(pattern) >= 0), error };
  }
  const result = /^\s*query_result\((.+)\)\s*$/s.exec(query)?.[1];
  if (result !== undefined) return asSamples(await ask({ kind: "instant", expr: result, time: range.to }));
  return {
    options: [],
    error: `"${query}" isn't understood; write label_values(metric, label), metrics(regex) or query_result(expression)`,
  };
}

function named({ names = [], error }: { names?: readonly string[]; error?: string }): Found {
  return { options: names.map((name) => ({ text: name, value: name })), error };
}

/** `up{job="app"} 1 1700000000000`, as Grafana writes them; variables' `regex` takes them apart. */
function asSamples({ series = [], error }: Awaited<ReturnType<Ask>>): Found {
  const options = series.map(({ metric: { __name__ = "", ...labels }, values }) => {
    const [time, value] = values.at(-1) ?? [0, ""];
    const inside = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
    // A number without labels is just that.
    const isNumber = __name__ === "" && inside.length === 0;
    const text = isNumber ? value : `${__name__}{${inside.join(",")}} ${value} ${time * 1000}`;
    return { text, value: text };
  });
  return { options, error };
}

/** `/pattern/flags` or a bare pattern; undefined for what isn't one. */
export function regexOf(text: string): RegExp | undefined {
  const [, pattern = text, flags = ""] = /^\/(.*)\/([gimsuy]*)$/s.exec(text) ?? [];
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

/** Keeps what matches; of a capture group, what is in it, or in those named `value` and `text`. Each value once. */
export function filtered(options: readonly Option[], regex: string | undefined): Option[] {
  const pattern = regex ? regexOf(regex) : undefined;
  const kept = pattern === undefined ? options : options.flatMap((option) => captured(option, pattern));
  const seen = new Set<string>();
  return kept.filter(({ value }) => !seen.has(value) && seen.add(value));
}

function captured(option: Option, pattern: RegExp): Option[] {
  const matches = pattern.global ? [...option.value.matchAll(pattern)] : [pattern.exec(option.value)];
  const found = matches.filter((match) => match !== null);
  if (found.length === 0) return [];
  const group = (name: string) => found.map((match) => match.groups?.[name]).find((text) => text !== undefined);
  const [value, text] = [group("value"), group("text")];
  if (value !== undefined || text !== undefined) return [{ value: (value ?? text)!, text: (text ?? value)! }];
  const groups = found.flatMap((match) => (match[1] === undefined ? [] : [{ text: match[1], value: match[1] }]));
  if (found.some((match) => match.length > 1)) return pattern.global ? groups : groups.slice(0, 1);
  return [option];
}

/** Grafana's `sort`: none, then alphabetical, numerical, without regard to case and natural, each up and down. */
export function sortedBy(sort: number, options: readonly Option[]): Option[] {
  const kind = Math.ceil(sort / 2);
  const compare = comparisons[kind];
  if (compare === undefined) return [...options];
  const up = [...options].sort((a, b) => compare(a.text, b.text));
  return sort % 2 === 1 ? up : up.reverse();
}

const number = (text: string) => Number(/\d+/.exec(text)?.[0] ?? -1);
const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const comparisons: Readonly<Record<number, (a: string, b: string) => number>> = {
  1: byCode,
  2: (a, b) => number(a) - number(b),
  3: (a, b) => byCode(a.toLowerCase(), b.toLowerCase()),
  4: (a, b) => a.localeCompare(b, "en", { numeric: true }),
};
