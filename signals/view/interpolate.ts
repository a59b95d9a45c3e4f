/** Puts the values of variables into a query or a text, as Grafana and its Prometheus data source do. */

/** A variable with what was chosen of it. */
export interface Chosen {
  readonly name: string;
  readonly values: readonly string[];
  /** What people read instead of the values; as many. */
  readonly texts: readonly string[];
  /** A list, even of one; else a single value. */
  readonly list: boolean;
  /** Several values or "All" can be chosen: it stands in a regular expression, and is escaped for one. */
  readonly regex: boolean;
  readonly all: boolean;
  /** Stands for "All" as it is written, never escaped. */
  readonly allValue?: string;
}

export interface Scope {
  readonly variables: ReadonlyMap<string, Chosen>;
  /** Grafana's own, such as `__interval`. */
  readonly builtIn: Readonly<Record<string, string>>;
}

/** How a variable is written that names no format itself: in PromQL, in a legend, in a title. */
export type Purpose = "promql" | "glob" | "text";

/** `$name`, `[[name:format]]`, `${name.field:format}`. */
const reference = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.[^:}]+)?(?::([^}]+))?\}/g;

/** What isn't a variable of the scope stays as it is: `$1` is a capture group of `label_replace`. */
export function interpolate(text: string, scope: Scope, purpose: Purpose): string {
  return text.replace(reference, (all: string, ...groups: (string | undefined)[]) => {
    const name = groups[0] ?? groups[1] ?? groups[3] ?? "";
    const format = groups[2] ?? groups[4];
    const variable = scope.variables.get(name);
    if (variable !== undefined) return formatted(variable, format ?? purpose);
    const own = Object.hasOwn(scope.builtIn, name) ? scope.builtIn[name] : undefined;
    return own === undefined ? all : dated(own, format);
  });
}

/** The names that a text refers to, each once, Grafana's own among them. */
export function references(text: string): string[] {
  const names = [...text.matchAll(reference)].map((match) => match[1] ?? match[2] ?? match[4] ?? "");
  return [...new Set(names)].filter((name) => !/^\d*$/.test(name));
}

/** `scope` in which some variables have other values: those of a repeated panel. */
export function within(scope: Scope, inner: readonly Chosen[]): Scope {
  return inner.length === 0
    ? scope
    : { ...scope, variables: new Map([...scope.variables, ...inner.map((each) => [each.name, each] as const)]) };
}

function formatted(variable: Chosen, format: string): string {
  const { values, texts, list, all, allValue } = variable;
  if (format === "text") return all ? "All" : texts.join(" + ");
  if (all && allValue !== undefined) return format === "percentencode" ? percentEncoded(allValue) : allValue;
  const single = list ? undefined : (values[0] ?? "");
  const make = formats[format] ?? formats["glob"]!;
  return make(single ?? values, variable);
}

type Value = string | readonly string[];

const each = (value: Value, map: (one: string) => string) =>
  (typeof value === "string" ? [value] : value).map(map).join(",");
const plain = (value: Value, between: string) => (typeof value === "string" ? value : value.join(between));
const alternatives = (value: Value, escape: (one: string) => string) => {
  if (typeof value === "string") return escape(value);
  return value.length === 1 ? escape(value[0]!) : `(${value.map(escape).join("|")})`;
};

const formats: Readonly<Record<string, (value: Value, variable: Chosen) => string>> = {
  promql: (value, { regex }) => {
    if (regex) return alternatives(value, regexInString);
    return typeof value === "string" ? value.replace(/\\/g, "\\\\").replace(/'/g, "\\\\'") : value.join(",");
  },
  glob: (value) => (typeof value !== "string" && value.length > 1 ? `{${value.join(",")}}` : plain(value, ",")),
  raw: (value) => plain(value, ","),
  csv: (value) => plain(value, ","),
  pipe: (value) => plain(value, "|"),
  regex: (value) => alternatives(value, (one) => one.replace(/[\\^$*+?.()|[\]{}/]/g, "\\$&")),
  json: (value) => (typeof value === "string" ? value : JSON.stringify(value)),
  doublequote: (value) => each(value, (one) => `"${one.replace(/"/g, '\\"')}"`),
  singlequote: (value) => each(value, (one) => `'${one.replace(/'/g, "\\'")}'`),
  percentencode: (value) => percentEncoded(typeof value === "string" ? value : `{${value.join(",")}}`),
};

/** Escaped twice: for the regular expression, and for the PromQL string that holds it. */
function regexInString(value: string): string {
  return value.replace(/\\/g, "\\\\\\\\").replace(/[$^*{}[\]+?.()|]/g, "\\\\$&");
}

function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `${__from:date:seconds}`; of Grafana's date formats, those that don't need a calendar library. */
function dated(value: string, format: string | undefined): string {
  if (format === undefined || !/^date(:|$)/.test(format)) return value;
  if (format === "date:seconds") return String(Math.round(Number(value) / 1000));
  return format === "date" || format === "date:iso" ? new Date(Number(value)).toISOString() : value;
}
