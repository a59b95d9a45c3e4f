/** Metrics that a file asks for and that nobody declared: told once each, with all the places. */
import { didYouMean } from "../nearest";
import { checkExpression, metricsIn, type Known } from "../promql";
import type { AddedFile } from "./file";

/** An expression as it is checked, and where it stands. */
export interface Asked {
  readonly expr: string;
  /** `alert "QueueLong" (line 4)` */
  readonly where: string;
}

/**
 * What is wrong with the expressions of a file. Those metrics that the stack's configuration allows are passed over,
 * and so are their labels, of which nobody knows.
 *
 * @param open recorded series whose labels aren't known, since their rules ask for such metrics
 */
export function expressionFaults(
  { path, allowUndeclared }: AddedFile,
  asked: readonly Asked[],
  known: Known,
  open: ReadonlySet<string>,
): string[] {
  const allowed = (name: string) =>
    open.has(name) || (Array.isArray(allowUndeclared) ? allowUndeclared.includes(name) : allowUndeclared === true);
  const places = new Map<string, string[]>();
  for (const { expr, where } of asked) {
    for (const name of metricsIn(expr).filter((name) => isUndeclared(name, known) && !allowed(name))) {
      places.set(name, [...(places.get(name) ?? []), where]);
    }
  }
  const undeclared = [...places].map(([name, where]) => {
    const hint = didYouMean(name, known.keys()) || ";";
    return `${path}: metric "${name}" isn't declared${hint} asked for by ${brief(where)}. To take it as it is: allowUndeclared`;
  });
  const others = asked.flatMap(({ expr, where }) => checkExpression(expr, known, `${path}: ${where}`));
  return [
    ...undeclared,
    ...others.filter((fault) => !isAboutUndeclared(fault, allowUndeclared === true)),
    ...needless(path, allowUndeclared, asked, known),
  ];
}

/** Whether an expression asks for something of which nobody knows the labels. */
export function asksForOpen(expr: string, known: Known, open: ReadonlySet<string>): boolean {
  return metricsIn(expr).some((name) => open.has(name) || isUndeclared(name, known));
}

function isUndeclared(name: string, known: Known): boolean {
  // A histogram's own name is another fault, with other advice.
  return !known.has(name) && !known.has(`${name}_bucket`);
}

function isAboutUndeclared(fault: string, all: boolean): boolean {
  return /: metric "[^"]*" isn't declared/.test(fault) || (all && / doesn't say which metric, /.test(fault));
}

/** A choice that is no longer one hides the next misspelt name. */
function needless(path: string, allowed: AddedFile["allowUndeclared"], asked: readonly Asked[], known: Known) {
  if (!Array.isArray(allowed)) return [];
  const used = new Set(asked.flatMap(({ expr }) => metricsIn(expr)));
  return (allowed as readonly string[])
    .filter((name) => !used.has(name) || !isUndeclared(name, known))
    .map((name) => {
      const why = used.has(name) ? "which is declared" : `which it doesn't ask for${didYouMean(name, used)}`;
      return `${path}: allowUndeclared names ${name}, ${why}${/\?$/.test(why) ? "" : "."}`;
    });
}

function brief(places: readonly string[]): string {
  const each = [...new Set(places)];
  return each.length <= 3 ? each.join(", ") : `${each.slice(0, 3).join(", ")} and ${each.length - 3} more`;
}
