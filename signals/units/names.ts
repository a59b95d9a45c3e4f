/** Units that have a name. */
import { from0, share } from "./range";
import { one, point, quantity, truth, type Dimensions, type Unit } from "./unit";

interface Named {
  readonly unit: Unit;
  /** As a message tells it. */
  readonly label: string;
}

const time = { second: 1 };
const data = { byte: 1 };
const power = { joule: 1, second: -1 };

/** Name, what it is, scale, label where it isn't the name. Of the same units, the first is the one that is told. */
const list: readonly [string, Dimensions, number, string?][] = [
  ["ratio", {}, 1, "a ratio"],
  ["percent", {}, 100],
  ["permille", {}, 1000],
  // Processor time over time: a share of one core, or a number of cores.
  ["cores", {}, 1],
  ["millicores", {}, 1000],
  ["count", { count: 1 }, 1, "a count"],
  // A number that counts nothing: a status code, a version, a hash, an offset.
  ["code", { code: 1 }, 1, "a code"],
  ["seconds", time, 1],
  ["milliseconds", time, 1e3],
  ["microseconds", time, 1e6],
  ["nanoseconds", time, 1e9],
  ["centiseconds", time, 100],
  ["minutes", time, 1 / 60],
  ["hours", time, 1 / 3600],
  ["days", time, 1 / 86_400],
  ["bytes", data, 1],
  ["bits", data, 8],
  ["kibibytes", data, 1 / 1024],
  ["mebibytes", data, 1 / 1024 ** 2],
  ["gibibytes", data, 1 / 1024 ** 3],
  ["tebibytes", data, 1 / 1024 ** 4],
  ["pebibytes", data, 1 / 1024 ** 5],
  ["kilobytes", data, 1e-3],
  ["megabytes", data, 1e-6],
  ["gigabytes", data, 1e-9],
  ["terabytes", data, 1e-12],
  ["petabytes", data, 1e-15],
  ["kilobits", data, 8e-3],
  ["megabits", data, 8e-6],
  ["gigabits", data, 8e-9],
  ["terabits", data, 8e-12],
  ["kibibits", data, 8 / 1024],
  ["mebibits", data, 8 / 1024 ** 2],
  ["gibibits", data, 8 / 1024 ** 3],
  ["tebibits", data, 8 / 1024 ** 4],
  ["hertz", { second: -1 }, 1, "events a second"],
  ["kilohertz", { second: -1 }, 1e-3],
  ["megahertz", { second: -1 }, 1e-6],
  ["gigahertz", { second: -1 }, 1e-9],
  ["celsius", { celsius: 1 }, 1, "degrees Celsius"],
  ["kelvin", { kelvin: 1 }, 1],
  ["volts", { volt: 1 }, 1],
  ["millivolts", { volt: 1 }, 1e3],
  ["kilovolts", { volt: 1 }, 1e-3],
  ["amperes", { ampere: 1 }, 1],
  ["milliamperes", { ampere: 1 }, 1e3],
  ["kiloamperes", { ampere: 1 }, 1e-3],
  ["joules", { joule: 1 }, 1],
  ["watthours", { joule: 1 }, 1 / 3600],
  ["kilowatthours", { joule: 1 }, 1 / 3.6e6],
  ["watts", power, 1],
  ["milliwatts", power, 1e3],
  ["kilowatts", power, 1e-3],
  ["megawatts", power, 1e-6],
  ["gigawatts", power, 1e-9],
  ["meters", { meter: 1 }, 1],
  ["millimeters", { meter: 1 }, 1e3],
  ["kilometers", { meter: 1 }, 1e-3],
  ["grams", { gram: 1 }, 1],
  ["milligrams", { gram: 1 }, 1e3],
  ["kilograms", { gram: 1 }, 1e-3],
  ["radians", { radian: 1 }, 1],
  ["degrees", { degree: 1 }, 1, "degrees of an angle"],
];

/** Sizes, and numbers of things, aren't negative; durations and temperatures may be, as offsets are. */
const neverNegative = new Set(["byte", "count"]);

export const named: ReadonlyMap<string, Named> = new Map(
  list.map(([name, dims, scale, label = name]) => {
    const sizes = Object.keys(dims).some((base) => neverNegative.has(base));
    return [name, { unit: quantity(dims, scale, sizes ? from0 : undefined), label }];
  }),
);

/** What isn't a quantity. */
export const namedKinds: Readonly<Record<string, Unit>> = {
  timestamp: point(),
  timestamp_ms: point(1000),
  boolean: truth,
  /** Series with labels to be joined, whose value is always 1. */
  info: one,
  /** Of the contract, which says so: 0 to 1. */
  share: quantity({}, 1, share),
};
