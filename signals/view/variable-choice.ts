/** Which of a variable's values are chosen, and what stands in its place. */
import type { Chosen } from "./interpolate";
import { parseDuration } from "./range";
import { durationText, niceInterval } from "./steps";
import type { TimeRange, VariableJson } from "./types";
import { queryText, type Found, type Option } from "./variable-query";

/** What Grafana stores for "All". */
export const ALL = "$__all";

interface At {
  readonly range: TimeRange;
}

/** JSON has one value or a list of them. */
export const strings = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");

/** What Grafana has chosen once the values are known: the saved ones that there still are, else "All" or the first. */
export function select(variable: VariableJson, { options, error }: Found, given?: readonly string[]): string[] {
  const { type, current, multi, includeAll } = variable;
  const saved = strings(current?.value).map((value) => (includeAll && value === "All" ? ALL : value));
  const wanted = given !== undefined && given.length > 0 ? [...given] : saved;
  if (type === "constant" || type === "textbox") return [wanted[0] ?? queryText(variable)];
  if (type === "interval") return [intervalOf(wanted[0], options)];
  if (given !== undefined && given.length > 0) return wanted.includes(ALL) ? [ALL] : wanted;
  if (error !== undefined && wanted.length > 0) return wanted;
  const first = includeAll ? [ALL] : options.slice(0, 1).map(({ value }) => value);
  if (options.length === 0) return first;
  if (wanted.includes(ALL)) return first;
  const byText = strings(current?.text)[0];
  const there = wanted.filter((value) => options.some((option) => option.value === value));
  if (there.length > 0) return multi ? there : there.slice(0, 1);
  const alike = multi ? undefined : options.find(({ text }) => text === byText);
  return alike ? [alike.value] : first;
}

/** Grafana saves "auto" as `$__auto` or `$__auto_interval_<name>`. */
function intervalOf(wanted: string | undefined, options: readonly Option[]): string {
  const auto = wanted === undefined ? false : wanted === "auto" || wanted.startsWith("$__auto");
  const there = options.find(({ value }) => value === (auto ? "auto" : wanted));
  return there?.value ?? options[0]?.value ?? "";
}

export function chosenOf(
  variable: VariableJson,
  options: readonly Option[],
  selected: readonly string[],
  at: At,
): Chosen {
  const { name, multi = false, includeAll = false, allValue } = variable;
  const all = selected.includes(ALL);
  const auto = variable.type === "interval" && selected[0] === "auto";
  const values = all ? options.map(({ value }) => value) : auto ? [autoInterval(variable, at)] : selected;
  const texts = values.map((value) => options.find((option) => option.value === value)?.text ?? value);
  const list = all || multi;
  return { name, values, texts, list, regex: multi || includeAll, all, ...(all && allValue && { allValue }) };
}

/** As many steps as `auto_count` says, none shorter than `auto_min`. */
function autoInterval(variable: VariableJson, { range }: At): string {
  const least = parseDuration(String(variable["auto_min"] ?? "10s")) ?? 10;
  const steps = Number(variable["auto_count"]) || 30;
  return durationText(Math.max(niceInterval((range.to - range.from) / steps), least));
}
