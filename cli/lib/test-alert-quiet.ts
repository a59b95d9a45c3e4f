import type { TimeIntervalSpec } from "../../signals/delivery/routes/routing";
import type { Recipient } from "../../signals/delivery/routes/who";
import { isWithin } from "../../signals/delivery/times/now";

type Intervals = Readonly<Record<string, TimeIntervalSpec>>;

/** Clocks differ by some seconds, and Alertmanager asks its own. */
const clocksDifferMs = 5_000;

/** Why somebody isn't told at a time, as said by the time intervals. Undefined: then they are told. */
export function whyQuiet({ mutedIn, activeIn }: Recipient, intervals: Intervals, at: number): string | undefined {
  const moments = [at - clocksDifferMs, at, at + clocksDifferMs].map((time) => new Date(time));
  const within = (name: string, moment: Date) => {
    const interval = intervals[name];
    return interval !== undefined && isWithin(interval, moment);
  };
  const muted = mutedIn.filter((name) => moments.some((moment) => within(name, moment)));
  if (muted.length > 0) return `muted in ${muted.join(", ")}`;
  const active = moments.every((moment) => activeIn.some((name) => within(name, moment)));
  return activeIn.length === 0 || active ? undefined : `told only in ${activeIn.join(", ")}`;
}

/**
 * Why a test alert may be told later than its own wait: its name is new each time, but where that makes no group of its
 * own, it joins one that may have told already. Undefined: it's always the first of a group.
 */
export function whyLate({ groupBy, groupInterval }: Recipient): string | undefined {
  if (groupBy.includes("alertname") || groupBy.includes("...")) return undefined;
  return `one message is for each ${groupBy.join(", ")}: of a group that has told already, news comes within ${groupInterval}`;
}
