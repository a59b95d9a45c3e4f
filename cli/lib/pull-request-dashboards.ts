import { codeBlock, oneLine } from "./changes";
import type { PanelChange } from "./dashboards/panel-changes";
import type { DashboardPicture } from "./pull-request-pictures";

/** The changed dashboards of a pull request: which panels, where their picture is, what is wrong with them. */
export function dashboardsText(pictures: readonly DashboardPicture[]): string {
  if (pictures.length === 0) return "# Dashboards\nNo dashboard looks different where both sides can be rendered.";
  return pictures.map(sectionOf).join("\n\n");
}

/** The same for a page. Titles come from the pull request, so they stand in code blocks. */
export function dashboardsMarkdown(pictures: readonly DashboardPicture[]): string {
  const count = pictures.length === 1 ? "1 dashboard" : `${pictures.length} dashboards`;
  if (pictures.length === 0) return "### Dashboards: none looks different\n";
  return `### Dashboards: ${count}\n\n${codeBlock(dashboardsText(pictures).replace(/^~/gm, "!"), "diff")}`;
}

function sectionOf({ uid, title, stacks, panels, rest, file, faults, notes }: DashboardPicture): string {
  return [
    `# Dashboard "${oneLine(title)}" (${oneLine(uid)}) of ${stacks.join(", ")}`,
    ...(file === undefined ? [] : [`# picture: pictures/${file}`]),
    ...panels.map(panelLine),
    ...rest.map((word) => `~ ${oneLine(word)}`),
    ...faults.map((fault) => `- fault: ${oneLine(fault)}`),
    ...notes.map((note) => `# note: ${oneLine(note)}`),
  ].join("\n");
}

function panelLine({ sign, title, what }: PanelChange): string {
  const named = `${sign} panel "${oneLine(title)}"`;
  return what.length === 0 ? named : `${named}: ${what.map(oneLine).join(", ")}`;
}
