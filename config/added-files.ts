import { readFileSync } from "node:fs";
import type { AddedFiles } from "../signals/imported";
import { fileFault, fromProject } from "./project-files";
import type { Settings } from "./schema";

const keys = ["ruleFiles", "dashboardFiles"] as const;

/** Files that aren't there, or are named twice. */
export function addedFileFaults(settings: Settings): string[] {
  return keys.flatMap((key) => {
    const paths = settings[key].map(({ path }) => path);
    const twice = new Set(paths.filter((path, i) => paths.indexOf(path) !== i));
    const missing = paths.flatMap((path) => fileFault(path) ?? []);
    return [...[...twice].map((path) => `${path} is there twice`), ...missing].map(
      (fault) => `sightline:${key}: ${fault}`,
    );
  });
}

/** What they hold; they are known to be there. */
export function addedFiles({ ruleFiles, dashboardFiles }: Settings): AddedFiles {
  const read = (files: Settings["ruleFiles"]) =>
    files.map((file) => ({ ...file, content: readFileSync(fromProject(file.path), "utf8") }));
  return { rules: read(ruleFiles), dashboards: read(dashboardFiles) };
}
