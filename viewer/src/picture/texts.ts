import type { LoadedVariable, TimeRange } from "../../../signals/view/types";

/** `2024-05-01 10:00 to 11:00 UTC`; the day once where it's the same. */
export function rangeText({ from, to }: TimeRange): string {
  const [first, last] = [moment(from), moment(to)];
  const end = first.day === last.day ? last.time : `${last.day} ${last.time}`;
  return `${first.day} ${first.time} to ${end} UTC`;
}

function moment(seconds: number) {
  const iso = new Date(seconds * 1000).toISOString();
  const whole = seconds % 60 === 0;
  return { day: iso.slice(0, 10), time: iso.slice(11, whole ? 16 : 19) };
}

/** What is chosen of a variable, as people read it. */
export function chosenText({ selected, texts = {}, error }: LoadedVariable): string {
  if (error !== undefined) return `failed: ${error}`;
  if (selected.length === 0) return "none";
  return selected.map((value) => (value === "$__all" ? "All" : (texts[value] ?? value))).join(" + ");
}
