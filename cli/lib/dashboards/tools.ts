import { openPictures, type Pictures } from "../../../viewer/pictures/draw";
import { ensureChromium } from "../chromium";
import { say } from "../console";
import { ensureViewer } from "../viewer-build";

/** Gets what draws: a browser first, since it's what is missing most often, then the viewer that it shows. */
export async function ensurePictures(install: boolean): Promise<Pictures> {
  const chromium = await ensureChromium({ install, log: say });
  const { dist } = await ensureViewer({ log: say });
  return openPictures({ chromium, dist });
}
