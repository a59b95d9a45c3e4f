import { overSeries } from "./functions";
import type { Operand } from "./infer";
import { from0 } from "./range";
import { count, number, one, type Unit } from "./unit";

const { summed, averaged, between, squared } = overSeries;

/** The unit of `sum by (…) (x)` and its like. Those that pick series, and `max` and `quantile`, keep it. */
export function aggregation(op: string, args: readonly Operand[]): Unit {
  const unit = args.at(-1)?.unit ?? number();
  switch (op) {
    case "count":
    case "count_values":
      return count;
    case "group":
      return one;
    case "sum":
      return unit.kind === "number" ? number() : summed(unit);
    case "avg":
      return averaged(unit);
    case "stddev":
      return between(unit, from0);
    case "stdvar":
      return squared(unit);
    default:
      return unit;
  }
}
