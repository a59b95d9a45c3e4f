import { UserError } from "../../../signals/errors";
import type { Ask } from "../../../signals/view/types";
import { say } from "../console";
import type { Stack } from "../stack";
import { ensurePrometheus, replayRecording } from "./recorded-data";
import { howToRecord, readRecording, type Recording } from "./recording";
import { rulesIn } from "./rule-set";
import { runningData } from "./running-data";

/** Where the pictures' data comes from. */
export interface Data {
  readonly kind: "running" | "recorded";
  readonly ask: Ask;
  /** What `now` means in a time range, in seconds since 1970. */
  readonly now: number;
  readonly scrapeIntervalSeconds: number;
  /** For whoever looks at a picture. */
  readonly origin: string;
  readonly recording?: Recording;
  end(): Promise<void>;
}

export interface DataOptions {
  /** Default: the running stack's, else recorded data. */
  readonly wanted?: "running" | "recorded";
  /** The file of the recorded data. */
  readonly path: string;
  readonly install: boolean;
}

/** @throws UserError when neither a running stack nor recorded data can be asked; why, and what to do */
export async function openData(stack: Stack, { wanted, path, install }: DataOptions): Promise<Data> {
  const recording = wanted === "running" ? undefined : readRecording(path);
  const running = wanted === "recorded" ? "not asked" : await runningData(stack);
  if (typeof running !== "string") {
    const { scrapeIntervalSeconds } = stack.settings.prometheus;
    const now = Math.floor(Date.now() / 1000);
    const end = async () => running.end();
    const origin = `Data of the running stack ${stack.name}`;
    return { kind: "running", ask: running.ask, now, scrapeIntervalSeconds, origin, end };
  }
  if (recording) {
    if (wanted === undefined) say(`The stack ${stack.name} can't be asked (${running}): recorded data is used.`);
    return recordedData(stack, recording, install);
  }
  const asked = wanted === "recorded" ? [] : [`the stack ${stack.name} can't be asked: ${running}`];
  if (wanted === "running") throw new UserError(`${asked[0]}; start it by "npm run up -- --stack ${stack.name}"`);
  const none = `the workload ${stack.workload.name} has no recorded data (${path}); ${howToRecord(stack.name)}`;
  throw new UserError([...asked, none]);
}

async function recordedData(stack: Stack, recording: Recording, install: boolean): Promise<Data> {
  const { imageSource: source, registryMirror } = stack.settings;
  const image = await ensurePrometheus(install, { source, registryMirror, log: say });
  const rules = rulesIn(stack.signals.ruleFiles.map(({ content }) => content));
  const { ask, end } = await replayRecording(recording, rules, image);
  const { to, step } = recording;
  return { kind: "recorded", ask, now: to, scrapeIntervalSeconds: step, origin: originOf(recording), recording, end };
}

export function originOf({ stack, from, to }: Recording): string {
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  return `Data of the stack ${stack}, recorded ${iso(from).slice(0, 10)} ${iso(from).slice(11, 16)}–${iso(to).slice(11, 16)} UTC`;
}
