/** Runbooks as Markdown: a page for each group, a heading for each alert; `runbookPath` says which and where. */
import { alertExpression, alertLabels } from "./rule-files";
import type { Alert, Priority, RuleGroup, Severity } from "./rules";

export interface RunbookPage {
  /** `<group>.md` */
  readonly name: string;
  readonly content: string;
}

const meaning: Readonly<Record<Severity, string>> = {
  critical: "critical: act now",
  warning: "warning: look at it during the working day",
  info: "info: only shown",
};

/** How soon somebody must react. */
export const responseTimes: Readonly<Record<Priority, string>> = {
  P0: "react at once",
  P1: "react within an hour",
  P2: "react within four hours",
  P3: "react within a day",
};

/** One page for each group that has alerts. The same bytes for the same rules. */
export function runbookPages(groups: readonly RuleGroup[]): RunbookPage[] {
  return groups
    .filter((group) => (group.alerts ?? []).length > 0)
    .map((group) => ({ name: `${group.name}.md`, content: page(group) }));
}

/** What to ask Prometheus first: by default what the alert judges, without its threshold. */
export function firstQueries({ runbook, expr }: Alert): readonly string[] {
  return runbook.queries ?? [expr];
}

function page({ name, alerts = [] }: RuleGroup): string {
  const contents = alerts.map((alert) => `- [${alert.name}](#${alert.name.toLowerCase()})`);
  return [
    `# Runbook: ${name}`,
    "<!-- Made from the alerts' declarations by `npm run docs`. Change it there. -->",
    contents.join("\n"),
    ...alerts.map(section),
    "",
  ].join("\n\n");
}

function section(alert: Alert): string {
  const { name, description, runbook, source, for: hold } = alert;
  const { severity, team, priority } = alertLabels(alert);
  const when = hold === undefined ? "It fires at once" : `It fires when this has held for ${hold}`;
  return [
    `## ${name}`,
    `**${meaning[severity]}.** ${priority}: ${responseTimes[priority]}. Team: ${team}.`,
    `**Meaning.** ${withoutTemplates(description)}`,
    `**Impact.** ${runbook.impact}`,
    `**Likely causes**\n\n${runbook.causes.map((cause) => `- ${cause}`).join("\n")}`,
    `**First queries**\n\n${firstQueries(alert).map(promql).join("\n\n")}`,
    `**What to do**\n\n${runbook.steps.map((step, i) => `${i + 1}. ${step}`).join("\n")}`,
    `${when}:`,
    promql(alertExpression(alert)),
    ...(source === undefined ? [] : [`The application's document asks for it: ${source}.`]),
    `Another threshold, duration or severity is set in the stack's configuration: \`sightline:alerts\`, \`${name}\`.`,
  ].join("\n\n");
}

function promql(expr: string): string {
  return `\`\`\`promql\n${expr}\n\`\`\``;
}

/** `{{ $labels.worker }}` reads as `worker`, `{{ $value | humanize }}` as `N`. */
function withoutTemplates(text: string): string {
  return text.replace(/\{\{\s*\$labels\.(\w+)[^}]*\}\}/g, "`$1`").replace(/\{\{\s*\$value[^}]*\}\}/g, "N");
}
