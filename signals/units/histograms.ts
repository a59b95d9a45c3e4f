import type { Function } from "./functions";
import { isUnknown, perSecond, unknown } from "./unit";

/** What was observed, of buckets or a native histogram. */
export function observed(name: string): Function {
  return (_unit, args) => {
    const buckets = args.find(({ unit }) => unit.observed !== undefined);
    if (buckets !== undefined) return buckets.unit.observed!;
    const missing = args.find(({ unit }) => isUnknown(unit));
    return missing?.unit ?? unknown(`${name}() has no buckets to take the unit from`);
  };
}

/** Observations times how many: of `rate()` it is the sum a second. */
export const observedSum: Function = (unit, args, context) => {
  const each = observed("histogram_sum")(unit, args, context);
  if (isUnknown(each) || unit.dims.second === undefined) return each;
  return perSecond(each);
};
