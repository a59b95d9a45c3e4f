import { list } from "./body";
import { plain } from "./format";
import { define, say } from "./go";

/** By label `priority`, and by `severity` where an alert has none, as with rules of others. */
function byLevel(values: Readonly<Record<string, string>>, otherwise: string): string[] {
  return [
    ...Object.entries(values).map(([level, value], i) => {
      const label = level.startsWith("P") ? "priority" : "severity";
      return `{{- ${i === 0 ? "" : "else "}if eq .CommonLabels.${label} "${level}" -}}{{- "${value}" -}}`;
    }),
    `{{- else -}}{{- "${otherwise}" -}}{{- end -}}`,
  ];
}

const newline = say("\n");

/** What PagerDuty and Opsgenie want besides the texts. */
export const pagingTemplates = [
  // Both wake people for the first two, and don't for the others, unless told otherwise.
  define(
    "pagerduty.severity",
    ...byLevel(
      {
        P0: "critical",
        P1: "error",
        P2: "warning",
        P3: "info",
        critical: "error",
        warning: "warning",
        info: "info",
      },
      "error",
    ),
  ),
  define(
    "opsgenie.priority",
    ...byLevel({ P0: "P1", P1: "P2", P2: "P3", P3: "P4", critical: "P2", warning: "P3", info: "P4" }, "P3"),
  ),
  // At most 20 of at most 50 characters.
  define(
    "opsgenie.tags",
    ...["alertname", "severity", "priority"].map((label) => tag(label, "")),
    ...["team", "stack"].map((label) => tag(label, `${label}:`)),
  ),
  define("firing", list(plain, ".Alerts.Firing", 10, say("- "), newline)),
  define("resolved", list(plain, ".Alerts.Resolved", 10, say("- "), newline)),
].join("\n");

function tag(label: string, before: string): string {
  return `{{- with .CommonLabels.${label} -}}{{- printf "${before}%.40s," (reReplaceAll "," " " .) -}}{{- end -}}`;
}
