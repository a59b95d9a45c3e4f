/** Checks of single values, shared by the others. All return faults as lines. */

/** `1h30m`; `0` alone is a duration too. Units in this order, each at most once, as Prometheus reads them. */
const duration = /^(?:0|(?=\d)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)$/;

export function durationFaults(where: string, values: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && !duration.test(value))
    .map(([what, value]) => `${where}: ${what} ${JSON.stringify(value)} isn't a duration such as "30s" or "1h30m"`);
}

export function emptyFaults(where: string, values: Readonly<Record<string, string | readonly string[]>>): string[] {
  return Object.entries(values)
    .filter(([, value]) => (typeof value === "string" ? [value] : value).every((text) => text.trim() === ""))
    .map(([what]) => `${where}: ${what} is missing`);
}

/** One fault for each value that comes twice. */
export function duplicateFaults(values: readonly string[], message: (value: string) => string): string[] {
  const twice = values.filter((value, i) => values.indexOf(value) !== i);
  return [...new Set(twice)].map(message);
}

/** Variables that Prometheus gives to the texts of an alert. */
const templateVariables = ["$externalLabels", "$externalURL", "$labels", "$value"];

/** The labels that a template asks for, `{{ $labels.x }}`, and what in it Prometheus doesn't know. */
export function readTemplate(template: string): { readonly labels: string[]; readonly unknown: string[] } {
  const actions = [...template.matchAll(/\{\{(.*?)\}\}/gs)].map((match) => match[1]!);
  const labels = actions.flatMap((action) =>
    [...action.matchAll(/\$labels\.(\w+)|index\s+\$labels\s+"(\w+)"/g)].map((match) => (match[1] ?? match[2])!),
  );
  // A variable that the template itself declares is its own affair.
  const own = actions.flatMap((action) =>
    [...action.matchAll(/(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=/g)].flatMap((m) => m.slice(1)),
  );
  const used = actions.flatMap((action) => [...action.matchAll(/\$\w+/g)].map((match) => match[0]));
  const unknown = used.filter((name) => !templateVariables.includes(name) && !own.includes(name));
  return { labels: [...new Set(labels)], unknown: [...new Set(unknown)] };
}
