import type { MatchSpec } from "./routing";

/** What Alertmanager asks of a label: that it's one of these values, or none of them. A label that isn't there is empty. */
export interface RouteMatcher {
  readonly label: string;
  readonly values: readonly string[];
  /** Default false. */
  readonly not?: boolean;
}

export type Labels = Readonly<Record<string, string>>;

/** All that a route asks for, in the order of its keys. */
export function matchersOf({ labels = {}, ...named }: MatchSpec = {}): RouteMatcher[] {
  return [...Object.entries(named), ...Object.entries(labels)].flatMap(([label, values]) =>
    values === undefined ? [] : [{ label, values }],
  );
}

export function matchAll(matchers: readonly RouteMatcher[], labels: Labels): boolean {
  return matchers.every(({ label, values, not = false }) => values.includes(labels[label] ?? "") !== not);
}

/** As it stands in `matchers`: Alertmanager anchors a regular expression at both ends by itself. */
export function matcherText({ label, values, not = false }: RouteMatcher): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `${label}${not ? "!=" : "="}${quoted(only)}`;
  return `${label}${not ? "!~" : "=~"}${quoted(values.map(escaped).join("|"))}`;
}

/** Both of Alertmanager's parsers of matchers know these escapes, and read the rest as it is. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** The characters that mean something in RE2. */
function escaped(value: string): string {
  return value.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}
