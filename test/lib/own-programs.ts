import { ensureViewerImage } from "../../cli/lib/viewer-image";
import { projectFolder } from "../../cli/lib/stack-config";
import { buildDemo } from "../../demo/build";
import { readImageSource } from "../../images/source";
import { viewerRef } from "../../images/viewer";

/**
 * Makes what `npm run up` makes before it calls an engine, for those who call the engine themselves: the demo's bundle,
 * and what stands in for Grafana.
 *
 * @returns the images that this machine's engine has now
 */
export async function makeOwnPrograms(): Promise<string[]> {
  buildDemo();
  if (readImageSource(projectFolder) !== "local") return [];
  await ensureViewerImage({ install: true });
  return [viewerRef()];
}
