import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../signals/errors";
import { print, say } from "../console";
import { projectFolder } from "../stack-config";
import { originOf } from "./data";
import { documentedDashboards, signalsOf, workloadNames } from "./documented";
import { drawDashboard, type Drawn } from "./draw";
import { ensurePrometheus, replayRecording } from "./recorded-data";
import { howToRecord, readRecording, recordingPath, type Recording } from "./recording";
import { report } from "./report";
import { ensurePictures } from "./tools";

/** Where the documentation's pictures are. */
export const docsFolder = join(projectFolder, "docs", "dashboards");

/** Draws the documentation's pictures anew, one by one, without writing them. */
export async function drawnDocs({ install }: { readonly install: boolean }): Promise<Drawn[]> {
  const recordings = workloadNames().map((name) => [name, requiredRecording(name)] as const);
  const pictures = await ensurePictures(install);
  try {
    const image = await ensurePrometheus(install, { log: say });
    const drawn: Drawn[] = [];
    for (const [workload, recording] of recordings) {
      const { ask, end } = await replayRecording(recording, signalsOf(workload).rules, image);
      const { from, to, step } = recording;
      const origin = originOf(recording);
      try {
        for (const { json, themes } of documentedDashboards().filter((each) => each.workload === workload)) {
          const options = { ask, recording, origin, range: { from, to }, scrapeIntervalSeconds: step, themes };
          drawn.push(await drawDashboard(pictures, json, options));
        }
      } finally {
        await end();
      }
    }
    return drawn;
  } finally {
    await pictures.close();
  }
}

/** Name and bytes of each picture. */
export function filesOf(all: readonly Drawn[]): Map<string, Buffer> {
  return new Map(all.flatMap(({ uid, pictures }) => pictures.map(({ theme, png }) => [`${uid}-${theme}.png`, png])));
}

/** Writes them; those of dashboards that are no more go. */
export async function drawDocs(options: { readonly install: boolean }): Promise<void> {
  const all = await drawnDocs(options);
  const files = filesOf(all);
  mkdirSync(docsFolder, { recursive: true });
  for (const name of readdirSync(docsFolder)) if (!files.has(name)) rmSync(join(docsFolder, name));
  for (const [name, png] of files) {
    writeFileSync(join(docsFolder, name), png);
    print(`docs/dashboards/${name}`);
  }
  report(all);
}

function requiredRecording(workload: string): Recording {
  const path = recordingPath(workload);
  const recording = readRecording(path);
  if (!recording) throw new UserError(`the workload ${workload} has no recorded data (${path}); ${howToRecord("dev")}`);
  return recording;
}
