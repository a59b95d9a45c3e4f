/** Small pieces of Go templates. All of them trim what is around them: what shall be seen stands in an action. */

/** Text as it is. */
export function say(text: string): string {
  return `{{- ${JSON.stringify(text)} -}}`;
}

export function define(name: string, ...lines: readonly string[]): string {
  return [`{{- define "sightline.${name}" -}}`, ...lines, "{{- end -}}", ""].join("\n");
}

/** The template of that name, about `of`. */
export function include(name: string, of = "."): string {
  return `{{- template "sightline.${name}" ${of} -}}`;
}

/** How a duration is read best: `3d 4h`, `2h 5m`, `12m`, `45s`. Ends a pipeline that begins with the duration. */
export const shortly = [
  "humanizeDuration",
  String.raw`reReplaceAll "^(\\d+d \\d+h) .*$" "$1"`,
  String.raw`reReplaceAll "^(.*\\d[hm]) \\d+s$" "$1"`,
  String.raw`reReplaceAll "\\.\\d+(m?s)$" "$1"`,
].join(" | ");

/** Ends a pipeline that begins with a time. */
export const moment = (time: string) => `${time}.UTC.Format "2 Jan 15:04 UTC"`;

/** Sets `$said` to what an alert is about: its summary, or the best that others' alerts have. */
export const saidBy = (alert: string) =>
  `{{- $said := or ${alert}.Annotations.summary ${alert}.Annotations.message ${alert}.Annotations.description ` +
  `${alert}.Labels.alertname "an alert without a name" -}}`;

/** Labels that have places of their own in a message. */
export const placedLabels = '(stringSlice "alertname" "severity" "priority" "team" "stack")';
