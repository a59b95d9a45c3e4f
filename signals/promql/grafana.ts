/** Grafana's variables in PromQL: what stands in their place when an expression is checked. */

/** Grafana's own ones, with values that make a valid expression of a panel. */
const builtIn: Readonly<Record<string, string>> = {
  __interval: "5m",
  __interval_ms: "300000",
  __rate_interval: "5m",
  __range: "5m",
  __range_s: "300",
  __range_ms: "300000",
  __from: "0",
  __to: "300000",
};

/** `$name`, `${name}`, `${name:format}` and `[[name]]`, which Grafana still reads. */
const variable = /\$(\w+)|\$\{(\w+)(?::[^}]*)?\}|\[\[(\w+)(?::[^\]]*)?\]\]/g;

/**
 * Puts values in the place of variables: 5 minutes for Grafana's durations, what `values` says for the dashboard's own
 * ones, and `.*` (all, as a regular expression) for the rest. A name in `values` wins over Grafana's own.
 *
 * An all-digits name is left alone: `$1` is a capture group of `label_replace`.
 */
export function substituteGrafana(expr: string, values: Readonly<Record<string, string>> = {}): string {
  return expr.replace(variable, (all, ...groups) => {
    const name = nameOf(groups);
    return name === undefined ? all : (values[name] ?? builtIn[name] ?? ".*");
  });
}

/** The variables that an expression uses, each once, without Grafana's own: what the dashboard must define. */
export function grafanaVariables(expr: string): string[] {
  const names = [...expr.matchAll(variable)].map((match) => nameOf(match.slice(1)));
  return [...new Set(names)].filter((name): name is string => name !== undefined && !(name in builtIn));
}

function nameOf(groups: readonly unknown[]): string | undefined {
  const name = groups.slice(0, 3).find((group): group is string => typeof group === "string");
  return name === undefined || /^\d+$/.test(name) ? undefined : name;
}
