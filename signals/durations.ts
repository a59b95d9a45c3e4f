import { UserError } from "./errors";

/** Of each unit that Prometheus writes durations with. */
export const unitSeconds: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/**
 * Seconds of a Prometheus duration such as `30s` or `1h30m`.
 *
 * @throws UserError when it isn't one.
 */
export function durationSeconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)];
  if (duration === "" || parts.map((part) => part[0]).join("") !== duration) {
    throw new UserError(`"${duration}" is not a duration; write it like 30s, 5m or 1h30m`);
  }
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit!]!, 0);
}

/** `90` becomes `90s`: exact, and what promtool and Prometheus read. */
export function secondsDuration(seconds: number): string {
  return `${seconds}s`;
}
