import { cut as cutFor } from "./cut";
import { plain } from "./format";
import { define, include, saidBy, say } from "./go";

/** PagerDuty takes 1024 characters, Opsgenie 130, and a phone shows some 40. */
const cut = (text: string) => cutFor(plain, text, 160);

/** Alerts of others may have no priority, or no severity either. */
const level = '{{- or .CommonLabels.priority .CommonLabels.severity "alert" -}}';

/** What a message's first line says, and what a receiver sorts and colours by. */
export const titleTemplates = [
  // `[P1 dev] 5 × 7.5 % of the requests fail, 2 over`
  define(
    "title",
    `{{- "[" -}}{{- if eq .Status "firing" -}}${level}{{- else -}}${say("over")}{{- end -}}`,
    `{{- with .CommonLabels.stack -}}${say(" ")}{{- printf "%.40s" . -}}{{- end -}}${say("] ")}`,
    // What is over counts only when nothing else is left.
    "{{- $alerts := .Alerts.Firing -}}{{- if not $alerts -}}{{- $alerts = .Alerts -}}{{- end -}}",
    "{{- if eq (len $alerts) 1 -}}",
    saidBy("(index $alerts 0)"),
    cut("$said"),
    "{{- else -}}{{- len $alerts -}}",
    `{{- with or .CommonAnnotations.summary .CommonLabels.alertname -}}${say(" × ")}${cut(".")}`,
    `{{- else -}}${say(" alerts")}`,
    `{{- with .CommonLabels.team -}}${say(" of team ")}{{- printf "%.40s" . -}}{{- end -}}{{- end -}}`,
    "{{- end -}}",
    `{{- if and .Alerts.Firing .Alerts.Resolved -}}${say(", ")}{{- len .Alerts.Resolved -}}${say(" over")}{{- end -}}`,
  ),
  define(
    "chat.title",
    '{{- if ne .Status "firing" -}}{{- "✅ " -}}',
    '{{- else if eq .CommonLabels.severity "critical" -}}{{- "🔴 " -}}',
    '{{- else if eq .CommonLabels.severity "warning" -}}{{- "🟠 " -}}',
    '{{- else if eq .CommonLabels.severity "info" -}}{{- "🔵 " -}}',
    '{{- else -}}{{- "🔔 " -}}{{- end -}}',
    include("title"),
  ),
  define(
    "slack.color",
    '{{- if ne .Status "firing" -}}{{- "#2eb67d" -}}',
    '{{- else if eq .CommonLabels.severity "warning" -}}{{- "#ecb22e" -}}',
    '{{- else if eq .CommonLabels.severity "info" -}}{{- "#36c5f0" -}}',
    '{{- else -}}{{- "#e01e5a" -}}{{- end -}}',
  ),
  // What happened to: PagerDuty and Opsgenie show it in their lists.
  define("from", '{{- printf "%.200s" (or .CommonLabels.instance .CommonLabels.stack "Alertmanager") -}}'),
].join("\n");
