import { durationFaults } from "../../check/text";
import { durationSeconds } from "../../durations";
import { priorities } from "../../rules";
import type { Delivery } from "../delivery";
import type { LevelSpec } from "./routing";

/** Alertmanager forgets what it has told after five days, unless it's started otherwise: then it would tell it again. */
const longestRepeat = "5d";

/** How alerts are told: times that aren't, or contradict each other, and groups that can't be. */
export function levelFaults({ routing }: Delivery): string[] {
  return priorities.flatMap((priority) =>
    [...timeFaults(routing.levels[priority]), ...groupFaults(routing.levels[priority].groupBy)].map(
      (fault) => `sightline:levels.${priority}${fault}`,
    ),
  );
}

function timeFaults({ groupWait, groupInterval, repeatInterval }: LevelSpec): string[] {
  const times = { groupWait, groupInterval, repeatInterval };
  const unread = Object.entries(times).flatMap(([key, value]) =>
    durationFaults("", { [key]: value }).map((fault) => `.${key}: ${fault.replace(/^: \w+ /, "")}`),
  );
  if (unread.length > 0) return unread;
  const [interval, repeat] = [groupInterval, repeatInterval].map(secondsOf);
  const zero = Object.entries({ groupInterval, repeatInterval }).filter(([, value]) => secondsOf(value) === 0);
  return [
    ...zero.map(([key]) => `.${key}: 0 would be one message after the other; at least 1s was expected`),
    ...(repeat! > 0 && repeat! < interval!
      ? [`.repeatInterval: ${repeatInterval} is less than groupInterval, ${groupInterval}, so it can't be kept`]
      : []),
    ...(repeat! > durationSeconds(longestRepeat)
      ? [`.repeatInterval: ${repeatInterval} is more than the ${longestRepeat} that Alertmanager remembers`]
      : []),
  ];
}

/** `0` has no unit. */
function secondsOf(duration: string): number {
  return duration === "0" ? 0 : durationSeconds(duration);
}

function groupFaults(groupBy: readonly string[]): string[] {
  if (groupBy.length === 0) return [`.groupBy: names no label; "stack" alone is one message for all`];
  if (groupBy.includes("...")) {
    return groupBy.length > 1 ? [`.groupBy: "..." are all labels, so no other can be named`] : [];
  }
  return groupBy.flatMap((label, i) => [
    ...(/^[A-Za-z_]\w*$/.test(label) ? [] : [`.groupBy.${i}: "${label}" isn't the name of a label`]),
    ...(groupBy.indexOf(label) < i ? [`.groupBy.${i}: "${label}" is named twice`] : []),
  ]);
}
