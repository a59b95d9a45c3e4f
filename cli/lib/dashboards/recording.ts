import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { UserError } from "../../../signals/errors";
import { projectFolder } from "../stack-config";
import { nameOf } from "./openmetrics";

/** What stands for a running stack: an hour of its samples. */
export interface Recording {
  readonly workload: string;
  /** The stack that it was taken of. */
  readonly stack: string;
  /** Seconds between two samples of a series. */
  readonly step: number;
  /** The hour that pictures show, in seconds since 1970; older samples are there for windows that look back. */
  readonly from: number;
  readonly to: number;
  /** Lines of OpenMetrics, without the closing one. */
  readonly lines: readonly string[];
}

export type Facts = Omit<Recording, "lines">;

/** How long before the shown hour samples begin, for windows that look back: the longest common one. */
export const leadSeconds = 3600;

/** The series that says what a recording is; its two samples are the ends of the hour. */
const marker = "sightline_recording";
const end = "# EOF";
/** More than any real one unpacks to; what a stranger's pull request brings could be anything. */
const maxBytes = 256 * 1024 * 1024;

/** Where a workload's recording lies: beside its code, since it belongs to its dashboards. */
export function recordingPath(workload: string, folder: string = projectFolder): string {
  return join(folder, "workloads", workload, "recorded.om.gz");
}

/** The same bytes for the same samples, on every machine: no time and no operating system in the header. */
export function packed({ workload, stack, step, from, to, lines }: Recording): Buffer {
  const labels = `{stack="${stack}",step="${step}",workload="${workload}"}`;
  const head = [from, to].map((time) => `${marker}${labels} 1 ${time}`);
  const bytes = gzipSync(`${[...head, ...lines, end].join("\n")}\n`, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

/** @throws UserError when it isn't what `packed` makes. `where` names it. */
export function unpacked(bytes: Uint8Array, where: string): Recording {
  let text: string;
  try {
    text = gunzipSync(bytes, { maxOutputLength: maxBytes }).toString("utf8");
  } catch (error) {
    throw new UserError(`${where} can't be unpacked (${(error as Error).message}); ${howToRecord("dev")}`);
  }
  const [first = "", second = "", ...rest] = text.trimEnd().split("\n");
  const line = /^sightline_recording\{stack="([^"]*)",step="(\d+)",workload="([^"]*)"\} 1 (\d+)$/;
  const [start, stop] = [line.exec(first), line.exec(second)];
  if (!start || !stop || rest.pop() !== end) throw new UserError(`${where} isn't a recording; ${howToRecord("dev")}`);
  const [, stack, step, workload, from] = start as unknown as [string, string, string, string, string];
  return { workload, stack, step: Number(step), from: Number(from), to: Number(stop[4]), lines: rest };
}

/** A workload's recording, if it has one. */
export function readRecording(path: string): Recording | undefined {
  return existsSync(path) ? unpacked(readFileSync(path), path) : undefined;
}

/** Those of all workloads of a checkout, packed as they are. A link could lead to anything, so none is followed. */
export function recordingsIn(folder: string): Map<string, Uint8Array> {
  const parent = join(folder, "workloads");
  const names = existsSync(parent) ? readdirSync(parent) : [];
  const files = names.map((name) => [name, recordingPath(name, folder)] as const);
  return new Map(
    files
      .filter(([, path]) => existsSync(path) && lstatSync(path).isFile())
      .map(([name, path]) => [name, readFileSync(path)]),
  );
}

/** Everything that it has samples of. */
export function recordedMetrics({ lines }: Recording): Set<string> {
  return new Set(lines.map(nameOf));
}

export function howToRecord(stack: string): string {
  return `it is recorded from a running stack by "npm run dashboards -- --stack ${stack} --record"`;
}
