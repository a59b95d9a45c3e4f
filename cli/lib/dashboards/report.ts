import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../signals/errors";
import type { ViewFinding } from "../../../signals/view/types";
import { print, table } from "../console";
import type { Drawn } from "./draw";

/** A file that can't be written is the user's to know of before anything is drawn. */
export function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`--out ${folder}: it can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

export function writePictures(folder: string, { uid, pictures }: Drawn): void {
  for (const { theme, png } of pictures) writeFileSync(join(folder, `${uid}-${theme}.png`), png);
}

/** What was found, for programs and for people. */
export function writeFindings(folder: string, all: readonly Drawn[]): void {
  const dashboards = all.map(({ uid, title, panels, findings }) => ({ uid, title, panels, findings }));
  writeFileSync(join(folder, "findings.json"), `${JSON.stringify({ dashboards }, undefined, 2)}\n`);
  writeFileSync(
    join(folder, "findings.txt"),
    all.flatMap(({ findings }) => findings.map((each) => `${line(each)}\n`)).join(""),
  );
}

/** Prints what was drawn. @throws UserError naming every fault: the pictures are there nevertheless */
export function report(all: readonly Drawn[]): void {
  const rows = all.map(({ uid, panels, findings, seconds }) => {
    const count = findings.filter(({ level }) => level === "fault").length;
    return [uid, String(panels), count === 0 ? "none" : String(count), seconds.toFixed(1)];
  });
  print(table([["dashboard", "panels", "faults", "seconds"], ...rows]));
  const findings = all.flatMap((drawn) => drawn.findings);
  for (const finding of findings.filter(({ level }) => level === "note")) print(line(finding));
  const faults = findings.filter(({ level }) => level === "fault").map(text);
  if (faults.length > 0) throw new UserError(faults);
}

function line(finding: ViewFinding): string {
  return `${finding.level.padEnd(5)}  ${text(finding)}`;
}

export function text({ where, what }: ViewFinding): string {
  return `${where}: ${what}`;
}
