import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../signals/errors";
import { codeBlock } from "./changes";
import { say } from "./console";
import { changedDashboards } from "./dashboards/pull-request";
import { ensurePrometheus } from "./dashboards/recorded-data";
import { ensurePictures } from "./dashboards/tools";
import { dashboardsMarkdown, dashboardsText } from "./pull-request-dashboards";
import { picturesOf, type DashboardPicture } from "./pull-request-pictures";
import type { PullRequestPreview } from "./pull-request";

/** What a preview says of the dashboards. */
export interface DashboardSection {
  readonly text: string;
  readonly markdown: string;
  /** What breaks, or why nothing could be drawn. */
  readonly faults: readonly string[];
}

/**
 * Draws what a pull request changes into `<out>/pictures`. That it can't is told and loses nothing of the rest: without
 * a browser, the preview is still a preview.
 */
export async function drawPullRequest(
  preview: PullRequestPreview,
  out: string,
  install: boolean,
): Promise<DashboardSection> {
  try {
    // Most pull requests change none, and what draws takes minutes to get.
    const changed = changedDashboards(preview);
    if (changed.length === 0) return written([], out);
    const image = await ensurePrometheus(install, { log: say });
    const pictures = await ensurePictures(install);
    try {
      return written(await picturesOf(changed, preview, { pictures, image }), out);
    } finally {
      await pictures.close();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const why = `The dashboards can't be drawn:\n${error.faults.join("\n")}`;
    const text = why.replace(/^/gm, "# ");
    return { text, markdown: `### Dashboards: no pictures\n\n${codeBlock(why)}`, faults: error.faults };
  }
}

function written(pictures: readonly DashboardPicture[], out: string): DashboardSection {
  const folder = join(out, "pictures");
  for (const { file, png } of pictures) {
    if (file === undefined || !png) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), png);
  }
  const faults = pictures.flatMap((picture) => picture.faults);
  return { text: dashboardsText(pictures), markdown: dashboardsMarkdown(pictures), faults };
}
