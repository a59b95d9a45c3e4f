/** Runbooks as Markdown: a page for each group, a heading for each alert; `runbookPath` says which and where. */
import { alertExpression } from "./rule-files";
import type { Alert, RuleGroup, Severity } from "./rules";

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

/** One page for each group that has alerts. The same bytes for the same rules. */
export function runbookPages(groups: readonly RuleGroup[]): RunbookPage[] {
  return groups
    .filter((group) => (group.alerts ?? []).length > 0)
    .map((group) => ({ name: `${group.name}.md`, content: page(group) }));
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
  const { name, severity, description, runbook, source, for: hold } = alert;
  const when = hold === undefined ? "It fires at once" : `It fires when this has held for ${hold}`;
  return [
    `## ${name}`,
    `**${meaning[severity]}.** ${withoutTemplates(description)}`,
    `**Impact.** ${runbook.impact}`,
    `**Likely causes**\n\n${runbook.causes.map((cause) => `- ${cause}`).join("\n")}`,
    `**What to do**\n\n${runbook.steps.map((step, i) => `${i + 1}. ${step}`).join("\n")}`,
    `${when}:`,
    `\`\`\`promql\n${alertExpression(alert)}\n\`\`\``,
    ...(source === undefined ? [] : [`The application's document asks for it: ${source}.`]),
    `Another threshold, duration or severity is set in the stack's configuration: \`sightline:alerts\`, \`${name}\`.`,
  ].join("\n\n");
}

/** `{{ $labels.worker }}` reads as `worker`, `{{ $value | humanize }}` as `N`. */
function withoutTemplates(text: string): string {
  return text.replace(/\{\{\s*\$labels\.(\w+)[^}]*\}\}/g, "`$1`").replace(/\{\{\s*\$value[^}]*\}\}/g, "N");
}
