/** One series, now. `value` is text where JSON has no such number: `NaN`, `+Inf`. */
export interface SeriesValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | string;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const label = /(\w+)="((?:\\.|[^"\\])*)"/g;
const escapes: Readonly<Record<string, string>> = { "\\n": "\n", '\\"': '"', "\\\\": "\\" };

/** What Prometheus' text format says, by the name of the series: the answer of `GET /api/v1/metrics`. */
export function metricValues(exposition: string): Record<string, SeriesValue[]> {
  const values: Record<string, SeriesValue[]> = {};
  for (const text of exposition.split("\n")) {
    const [, name, labels = "", written] = line.exec(text) ?? [];
    if (name === undefined || written === undefined) continue; // A comment, or the end.
    const value = Number(written);
    (values[name] ??= []).push({ labels: labelsOf(labels), value: Number.isFinite(value) ? value : written });
  }
  return values;
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(label)].map((match) => [match[1]!, unescaped(match[2]!)] as const);
  return Object.fromEntries(pairs);
}

function unescaped(text: string): string {
  return text.replace(/\\[n"\\]/g, (found) => escapes[found]!);
}
