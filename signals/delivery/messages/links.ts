import { cut } from "./cut";
import { define } from "./go";
import type { Format } from "./format";

/** No character that would end a link in any format, nor one that's written longer in JSON. */
const harmless = [
  String.raw`reReplaceAll "[\\s[:cntrl:]]" "%20"`,
  String.raw`reReplaceAll "\\\\" "%5C"`,
  'reReplaceAll "\\"" "%22"',
  'reReplaceAll "<" "%3C"',
  'reReplaceAll ">" "%3E"',
  String.raw`reReplaceAll "\\|" "%7C"`,
  String.raw`reReplaceAll "\\(" "%28"`,
  String.raw`reReplaceAll "\\)" "%29"`,
].join(" | ");

/** Sets `$url` to an annotation that all alerts share, where it's an URL. */
const annotated = (name: string) =>
  `{{- with .CommonAnnotations.${name} -}}{{- if match "^https?://" . -}}` +
  `{{- $url = . | ${harmless} -}}{{- end -}}{{- end -}}`;

/** Sets `$url` to a page of Alertmanager's that is about the labels which all alerts share. */
const filtered = (page: string) =>
  [
    '{{- $filter := "" -}}',
    '{{- range .CommonLabels.SortedPairs -}}{{- if $filter -}}{{- $filter = print $filter "," -}}{{- end -}}',
    '{{- $filter = print $filter .Name "=" (printf "%q" .Value) -}}{{- end -}}',
    '{{- $query := urlquery (print "{" $filter "}") -}}',
    // The form reads a plus as a plus.
    `{{- $url = print .ExternalURL "/#/${page}?filter=" (reReplaceAll "\\\\+" "%20" $query) -}}`,
  ].join("\n");

/** Sets `$url` to where the rule can be seen and asked, when the alerts have that in common. */
const source = [
  "{{- $url = (index .Alerts 0).GeneratorURL -}}",
  '{{- range .Alerts -}}{{- if ne .GeneratorURL $url -}}{{- $url = "" -}}{{- end -}}{{- end -}}',
  `{{- if match "^https?://" $url -}}{{- $url = $url | ${harmless} -}}{{- else -}}{{- $url = "" -}}{{- end -}}`,
].join("\n");

/** The most wanted first: those at the end are left out when they are too long. */
const links = [
  { name: "panel", label: "Panel", sets: annotated("dashboard_url") },
  { name: "runbook", label: "Runbook", sets: annotated("runbook_url") },
  // Alerts of several names have so little in common that its silence would silence others.
  {
    name: "silence",
    label: "Silence",
    sets: `{{- if and .CommonLabels.alertname .Alerts.Firing -}}\n${filtered("silences/new")}\n{{- end -}}`,
  },
  {
    name: "alerts",
    label: "All alerts",
    sets: `{{- if gt (len .Alerts) 1 -}}\n${filtered("alerts")}\n{{- end -}}`,
  },
  { name: "source", label: "Source", sets: source },
] as const;

/** `sightline.url.<name>`, each by itself; empty where there is none. */
export const urlTemplates = [
  ...links.map(({ name, sets }) => define(`url.${name}`, '{{- $url := "" -}}', sets, "{{- $url -}}")),
  // Where somebody who wants to know more goes first.
  define(
    "link",
    '{{- $url := "" -}}',
    annotated("dashboard_url"),
    `{{- if not $url -}}\n${filtered("alerts")}\n{{- end -}}`,
    "{{- $url -}}",
  ),
].join("\n");

/** `sightline.<format>.links`: as many as there's room for, on a line of their own; nothing where there are none. */
export function linkTemplates(format: Format): string {
  const [one, several] = format.urls;
  return define(
    `${format.name}.links`,
    '{{- $used := "" -}}{{- $room := ' + `${several} -}}{{- if eq (len .Alerts) 1 -}}{{- $room = ${one} -}}{{- end -}}`,
    // A path of this repository is no link, but tells where to look.
    '{{- with .CommonAnnotations.runbook_url -}}{{- if not (match "^https?://" .) -}}',
    `${format.line}{{- "Runbook: " -}}${cut(format, ".", 120)}`,
    "{{- end -}}{{- end -}}",
    ...links.flatMap(({ label, sets }) => [
      '{{- $url := "" -}}',
      sets,
      // A letter of another script may be written as 12 characters in HTML: %F0%9F%94%B4.
      '{{- if $url -}}{{- $with := reReplaceAll "[^ -~]" "%xx%xx%xx%xx" $url | html | print $used -}}',
      "{{- if le (len $with) $room -}}",
      `{{- if $used -}}${format.between}{{- else -}}${format.line}{{- end -}}{{- $used = $with -}}${format.link("$url", label)}`,
      "{{- end -}}{{- end -}}",
    ]),
  );
}
