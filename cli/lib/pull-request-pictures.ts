import type { ViewFinding } from "../../signals/view/types";
import type { Pictures } from "../../viewer/pictures/draw";
import { originOf } from "./dashboards/data";
import { drawDashboard, type DrawOptions, type Drawn } from "./dashboards/draw";
import type { ChangedDashboard } from "./dashboards/pull-request";
import { replayRecording } from "./dashboards/recorded-data";
import { recordedMetrics, unpacked, type Recording } from "./dashboards/recording";
import { recordingRules } from "./dashboards/rule-set";
import type { Replay } from "./dashboards/replay";
import { text } from "./dashboards/report";
import type { PullRequestPreview } from "./pull-request";

export interface PictureTools {
  readonly pictures: Pictures;
  /** Of Prometheus. */
  readonly image: string;
}

/** A changed dashboard with its picture, before and after beside each other. */
export interface DashboardPicture extends ChangedDashboard {
  /** `<stack>-<uid>.png`; absent where there's nothing to draw. */
  readonly file?: string;
  readonly png?: Buffer;
  /** What is wrong with it now and wasn't before. */
  readonly faults: readonly string[];
  /** Worth knowing, and why there's no picture. */
  readonly notes: readonly string[];
}

/** More than so many aren't drawn: a pull request that changes every dashboard is looked at otherwise. */
const most = 20;

/** Draws changed dashboards of a pull request, both sides from the same recorded data. */
export async function picturesOf(
  all: readonly ChangedDashboard[],
  preview: PullRequestPreview,
  tools: PictureTools,
): Promise<DashboardPicture[]> {
  const result: DashboardPicture[] = [];
  for (const [index, changed] of all.entries()) {
    result.push(await pictureOf(changed, preview, tools, index < most));
  }
  return result;
}

async function pictureOf(
  changed: ChangedDashboard,
  { recordings, base, head }: PullRequestPreview,
  { pictures, image }: PictureTools,
  wanted: boolean,
): Promise<DashboardPicture> {
  const { uid, workload = "", before, after, panels, records, sides } = changed;
  const without = (note: string) => ({ ...changed, faults: [], notes: [note] });
  const bytes = recordings.get(workload);
  if (!wanted) return without(`no picture: only the first ${most} dashboards are drawn`);
  if (!after) return without("the dashboard is gone");
  if (!bytes) return without(`no picture: the workload ${workload} has no recorded data (docs/dashboards.md)`);
  if (!/^[\w-]{1,40}$/.test(uid)) return without("no picture: its uid can't be a file's name");
  const recording = unpacked(bytes, `the recorded data of ${workload}`);
  // A rule that was changed is evaluated on both sides, so that they differ by the change and by nothing else.
  const anew = new Set([...records, ...absentRecords(recording, sides.before.rules, sides.after.rules)]);
  const draw = async (json: typeof after, side: "before" | "after") => {
    const ids = panels.flatMap((panel) => panel[side] ?? []);
    const replay = await replayRecording(recording, sides[side].rules, image, anew);
    return withReplay(replay, (ask) =>
      drawDashboard(pictures, json, { ...about(recording), ask, outlined: new Set(ids) }),
    );
  };
  const old = before && (await draw(before, "before"));
  const now = await draw(after, "after");
  const shown = now.pictures[0]!.png;
  const labels = { before: `before: ${base.slice(0, 10)}`, after: `after: ${head.slice(0, 10)}` };
  const png = await pictures.beside(old?.pictures[0]!.png, shown, labels);
  return { ...changed, file: `${changed.stacks[0]}-${uid}.png`, png, ...found(old, now) };
}

function about(recording: Recording): Omit<DrawOptions, "ask"> {
  const { from, to, step } = recording;
  const origin = originOf(recording);
  return { range: { from, to }, scrapeIntervalSeconds: step, origin, recording, themes: ["dark"] };
}

async function withReplay<T>({ ask, end }: Replay, use: (ask: Replay["ask"]) => Promise<T>): Promise<T> {
  try {
    return await use(ask);
  } finally {
    await end();
  }
}

function absentRecords(recording: Recording, ...sides: readonly Parameters<typeof recordingRules>[0][]): string[] {
  const there = recordedMetrics(recording);
  return sides.flatMap((rules) => recordingRules(rules).map(({ record }) => record)).filter((name) => !there.has(name));
}

/** What was wrong before isn't this pull request's. */
function found(old: Drawn | undefined, now: Drawn): { faults: string[]; notes: string[] } {
  const had = new Set(old?.findings.map(text));
  const added = (level: ViewFinding["level"]) =>
    now.findings.filter((finding) => finding.level === level && !had.has(text(finding))).map(text);
  return { faults: added("fault"), notes: added("note") };
}
