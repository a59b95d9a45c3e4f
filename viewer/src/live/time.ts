import { resolveRange } from "../../../signals/view/range";
import type { TimeRange } from "../../../signals/view/types";

export interface RawRange {
  readonly from: string;
  readonly to: string;
}

/** As Grafana offers them. */
export const quickRanges: readonly (readonly [label: string, from: string])[] = [
  ["Last 5 minutes", "now-5m"],
  ["Last 15 minutes", "now-15m"],
  ["Last 30 minutes", "now-30m"],
  ["Last 1 hour", "now-1h"],
  ["Last 3 hours", "now-3h"],
  ["Last 6 hours", "now-6h"],
  ["Last 12 hours", "now-12h"],
  ["Last 24 hours", "now-24h"],
  ["Last 2 days", "now-2d"],
  ["Last 7 days", "now-7d"],
  ["Last 30 days", "now-30d"],
];

export const refreshIntervals = ["5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h"] as const;

/** What a range is called on its button. */
export function rangeLabel({ from, to }: RawRange): string {
  const quick = to === "now" ? quickRanges.find(([, each]) => each === from) : undefined;
  return quick ? quick[0] : `${timeLabel(from)} to ${timeLabel(to)}`;
}

/** In the browser's zone, as the panels have it. */
function timeLabel(text: string): string {
  if (!inMilliseconds(text)) return text;
  const date = new Date(Number(text));
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

/** As a person would write it: milliseconds as a time that names its zone. */
export function writable({ from, to }: RawRange): RawRange {
  const one = (text: string) => (inMilliseconds(text) ? `${new Date(Number(text)).toISOString().slice(0, 19)}Z` : text);
  return { from: one(from), to: one(to) };
}

function inMilliseconds(text: string): boolean {
  return /^\d{5,}$/.test(text);
}

/** Why a range can't be, if so. */
export function rangeFault(range: RawRange): string | undefined {
  try {
    resolveRange(range, Date.now() / 1000);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** By half of its length, back or forth. */
export function shifted({ from, to }: TimeRange, direction: -1 | 1): RawRange {
  const by = ((to - from) / 2) * direction;
  return fixed({ from: from + by, to: to + by });
}

/** Twice as long, around the same middle. */
export function zoomedOut({ from, to }: TimeRange): RawRange {
  const by = (to - from) / 2;
  return fixed({ from: from - by, to: to + by });
}

/** In milliseconds, as Grafana's addresses have it. */
export function fixed({ from, to }: TimeRange): RawRange {
  return { from: String(Math.round(from * 1000)), to: String(Math.round(to * 1000)) };
}
