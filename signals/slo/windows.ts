/** Over which spans an objective is looked at, and how a long one is put together from shorter ones. */
import { durationSeconds } from "../durations";
import type { Duration, Severity } from "../rules";
import type { Slo } from "../slo";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Counted from the series themselves. */
export const counted: readonly Duration[] = ["5m", "30m", "1h"];

/** Added up from what was counted: each is so many times the one that it's made of. */
export const addedUp: readonly { readonly span: Duration; readonly from: Duration; readonly times: number }[] = [
  { span: "2h", from: "1h", times: 2 },
  { span: "6h", from: "1h", times: 6 },
  { span: "1d", from: "6h", times: 4 },
  { span: "3d", from: "1d", times: 3 },
];

export const spans: readonly Duration[] = [...counted, ...addedUp.map(({ span }) => span)];

/**
 * One alert: the budget burns `factor` times too fast over both spans. The long one says that it matters, the short one
 * that it still goes on. Spans and factors of the Site Reliability Workbook, chapter 5: in 30 days, 2 % of the budget are
 * gone in an hour at 14.4, 5 % in six hours at 6, 10 % in three days at 1.
 */
export interface Burn {
  /** Behind the objective's name in the alert's. */
  readonly name: string;
  readonly factor: number;
  readonly long: Duration;
  readonly short: Duration;
  readonly severity: Severity;
}

export const burns: readonly Burn[] = [
  { name: "BurnsFast", factor: 14.4, long: "1h", short: "5m", severity: "critical" },
  { name: "BurnsSteadily", factor: 6, long: "6h", short: "30m", severity: "critical" },
  { name: "BurnsSlowly", factor: 1, long: "3d", short: "6h", severity: "warning" },
];

/** The share that may be bad, 0 to 1. Rounded: 100 - 99.9 isn't 0.1 to a computer. */
export function budgetOf({ objective }: Slo): number {
  return Number(((100 - objective) / 100).toPrecision(9));
}

/** When everything is bad, the budget burns `1 / budget` times too fast, and never faster. */
export function canBurn(slo: Slo, { factor }: Burn): boolean {
  return factor * budgetOf(slo) < 1;
}

/** `30d`, or the whole hours of a shorter retention, but at least a day. */
export function windowOf({ window }: Slo, retentionSeconds = Infinity): Duration {
  if (window !== undefined) return window;
  const hours = Math.floor(Math.min(30 * DAY, Math.max(DAY, retentionSeconds)) / HOUR);
  return hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

export interface Tile {
  readonly span: Duration;
  /** How long ago it ends, in hours. */
  readonly hoursAgo: number;
}

/** The recorded spans that make up a window when they're laid end to end, the newest first. */
export function tilesOf(window: Duration): Tile[] {
  const tiles: Tile[] = [];
  let left = durationSeconds(window);
  let ago = 0;
  for (const span of ["3d", "1d", "6h", "2h", "1h"]) {
    const seconds = durationSeconds(span);
    for (; left >= seconds; left -= seconds, ago += seconds) tiles.push({ span, hoursAgo: ago / HOUR });
  }
  return tiles;
}
