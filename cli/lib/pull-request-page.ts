import { asMarkdown, asText, codeBlock } from "./changes";
import type { PullRequestPreview, StackPreview } from "./pull-request";

/**
 * A pull request's preview as one Markdown page. Everything that the pull request brought stands in code blocks.
 *
 * @param dashboards what is said of changed dashboards, where they were drawn
 */
export function pullRequestMarkdown({ base, head, stacks }: PullRequestPreview, dashboards?: string): string {
  const changed = stacks.filter(({ changes, faults }) => faults.length > 0 || changes?.length !== 0);
  return [
    "## What this pull request changes",
    "",
    `\`render\` of ${base.slice(0, 10)} and of ${head.slice(0, 10)}, each by its own code. Nothing was deployed.`,
    "",
    ...(changed.length === 0 ? [`No change in ${names(stacks)}.`, ""] : stacks.map(section)),
    ...(dashboards === undefined ? [] : [dashboards]),
  ].join("\n");
}

function section({ stack, changes, faults, note }: StackPreview): string {
  if (faults.length > 0) return `### Stack \`${stack}\`: can't be rendered\n\n${codeBlock(faults.join("\n"))}`;
  return asMarkdown(note ? `${stack} (${note})` : stack, changes ?? []);
}

function names(stacks: readonly StackPreview[]): string {
  return stacks.length === 0 ? "any stack: there are none" : stacks.map(({ stack }) => `\`${stack}\``).join(", ");
}

/** The same as plain text, for a comment that puts all of it into one code block. */
export function pullRequestText({ stacks }: PullRequestPreview, dashboards?: string): string {
  const texts = stacks.map(({ stack, changes, faults }) =>
    [`# Stack ${stack}`, ...faults.map((fault) => `# ${fault}`), ...(changes ? [asText(changes)] : [])].join("\n"),
  );
  return `${[...texts, ...(dashboards === undefined ? [] : [dashboards])].join("\n\n")}\n`;
}
