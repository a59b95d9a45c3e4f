import { cut, cutTemplate } from "./cut";
import { define, include, moment, placedLabels, saidBy, say, shortly } from "./go";
import { linkTemplates } from "./links";
import type { Format } from "./format";

/**
 * What a message says below its title: `sightline.<format>.text`. Of one alert all there is to know; of several what they
 * have in common, and then a short line for each of the first.
 */
export function bodyTemplates(format: Format): string {
  return [
    cutTemplate(format),
    alertTemplate(format),
    factsTemplate(format),
    linkTemplates(format),
    oneTemplate(format),
    severalTemplate(format),
    define(
      `${format.name}.text`,
      `{{- if eq (len .Alerts) 1 -}}${include(`${format.name}.one`)}{{- else -}}${include(`${format.name}.several`)}{{- end -}}`,
      linksAt("end", format),
    ),
  ].join("\n");
}

/** The links, where it's a format that has them there. They begin with a new line, if there are any. */
function linksAt(place: Format["linksAt"], format: Format): string {
  return format.linksAt === place ? include(`${format.name}.links`) : "";
}

/** An alert among others: what it's about, what sets it apart unless that's been said, how long. */
function alertTemplate(format: Format): string {
  const { summary, labels } = format.characters;
  return define(
    `${format.name}.alert`,
    saidBy(".alert"),
    cut(format, "$said", summary),
    '{{- $apart := "" -}}',
    `{{- range ((.alert.Labels.Remove .labels.Names).Remove ${placedLabels}).SortedPairs -}}`,
    // Between \Q and \E is no expression; only a backslash could end it.
    "{{- $known := false -}}",
    String.raw`{{- if not (match "\\\\" .Value) -}}{{- $known = match (printf "\\Q%s\\E" .Value) $said -}}{{- end -}}`,
    '{{- if not $known -}}{{- if $apart -}}{{- $apart = print $apart ", " -}}{{- end -}}',
    '{{- $apart = print $apart .Name "=" .Value -}}{{- end -}}',
    "{{- end -}}",
    `{{- if $apart -}}${say(" (")}${cut(format, "$apart", labels)}${say(")")}{{- end -}}`,
    `{{- if eq .alert.Status "firing" -}}{{- ", " -}}{{- since .alert.StartsAt | ${shortly} -}}`,
    `{{- else -}}{{- ", lasted " -}}{{- .alert.EndsAt.Sub .alert.StartsAt | ${shortly} -}}{{- end -}}`,
    ...(format.panels
      ? [
          "{{- if and .alert.Annotations.dashboard_url (not .annotations.dashboard_url) -}}",
          `${say(" · ")}${format.link(".alert.Annotations.dashboard_url", "Panel")}{{- end -}}`,
        ]
      : []),
  );
}

/** The first of some alerts, each between `before` and `after`, and how many there are besides. */
export function list(format: Format, alerts: string, most: number, before = format.entry, after = ""): string {
  const alert = include(
    `${format.name}.alert`,
    '(dict "alert" . "labels" $.CommonLabels "annotations" $.CommonAnnotations)',
  );
  return [
    `{{- $alerts := ${alerts} -}}{{- $more := 0 -}}`,
    `{{- if gt (len $alerts) ${most} -}}{{- $more = len (slice $alerts ${most}) -}}{{- $alerts = slice $alerts 0 ${most} -}}{{- end -}}`,
    `{{- range $alerts -}}${before}${alert}${after}{{- end -}}`,
    `{{- if $more -}}${before}{{- "and " -}}{{- $more -}}{{- " more" -}}${after}{{- end -}}`,
  ].join("\n");
}

/** `P1, critical · team ai · stack dev · ApiErrors` */
function factsTemplate(format: Format): string {
  const fact = (label: string, before: string) =>
    `{{- with .CommonLabels.${label} -}}{{- if $facts -}}{{- $facts = print $facts "${before}" -}}{{- else -}}` +
    `{{- $facts = ${JSON.stringify(before.replace(/^[ ,·]+/, ""))} -}}{{- end -}}{{- $facts = print $facts . -}}{{- end -}}`;
  return define(
    `${format.name}.facts`,
    '{{- $facts := "" -}}',
    fact("priority", ""),
    fact("severity", ", "),
    fact("team", " · team "),
    fact("stack", " · stack "),
    fact("alertname", " · "),
    `{{- if $facts -}}${format.line}${cut(format, "$facts", 120)}{{- end -}}`,
  );
}

function oneTemplate(format: Format): string {
  const [on, off] = format.bold;
  return define(
    `${format.name}.one`,
    "{{- $alert := index .Alerts 0 -}}",
    `{{- if eq $alert.Status "firing" -}}`,
    `{{- "Since " -}}{{- $alert.${moment("StartsAt")} -}}{{- ", for " -}}{{- since $alert.StartsAt | ${shortly} -}}`,
    `{{- else -}}{{- "Over since " -}}{{- $alert.${moment("EndsAt")} -}}{{- ", lasted " -}}`,
    `{{- $alert.EndsAt.Sub $alert.StartsAt | ${shortly} -}}{{- end -}}`,
    linksAt("second line", format),
    include(`${format.name}.facts`),
    `{{- with $alert.Annotations.value -}}${format.line}{{- if eq $alert.Status "firing" -}}${say("Value ")}{{- else -}}${say("Last value ")}{{- end -}}`,
    `${on}${cut(format, ".", 60)}${off}`,
    `{{- with $alert.Annotations.threshold -}}${say(", threshold ")}${cut(format, ".", 60)}{{- end -}}{{- end -}}`,
    `{{- with ($alert.Labels.Remove ${placedLabels}).String -}}${format.line}${cut(format, ".", 200)}{{- end -}}`,
    `{{- with $alert.Annotations.description -}}${format.line}${cut(format, ".", format.characters.description)}{{- end -}}`,
  );
}

function severalTemplate(format: Format): string {
  const [on, off] = format.bold;
  const [firing, over] = format.listed;
  return define(
    `${format.name}.several`,
    "{{- with .Alerts.Firing -}}{{- $first := (index . 0).StartsAt -}}",
    "{{- range . -}}{{- if .StartsAt.Before $first -}}{{- $first = .StartsAt -}}{{- end -}}{{- end -}}",
    `{{- "The first since " -}}{{- $${moment("first")} -}}{{- ", for " -}}{{- since $first | ${shortly} -}}`,
    `{{- else -}}{{- "All " -}}{{- len .Alerts -}}{{- " are over" -}}{{- end -}}`,
    linksAt("second line", format),
    include(`${format.name}.facts`),
    `{{- with .CommonAnnotations.threshold -}}${format.line}${say("Threshold ")}${cut(format, ".", 60)}{{- end -}}`,
    `{{- with .CommonAnnotations.description -}}${format.line}${cut(format, ".", format.characters.description)}{{- end -}}`,
    `{{- if .Alerts.Firing -}}${format.line}${on}{{- len .Alerts.Firing -}}${say(" firing")}${off}`,
    `${list(format, ".Alerts.Firing", firing)}{{- end -}}`,
    `{{- if .Alerts.Resolved -}}{{- if .Alerts.Firing -}}${format.line}${on}{{- len .Alerts.Resolved -}}${say(" over")}${off}{{- end -}}`,
    `${list(format, ".Alerts.Resolved", over)}{{- end -}}`,
  );
}
