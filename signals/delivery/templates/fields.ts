import { didYouMean } from "../../nearest";

/** What Alertmanager 0.33 gives to its templates (`template/template.go`): by type, its fields and methods with theirs. */
export const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Data: {
    Receiver: "string",
    Status: "string",
    Alerts: "Alerts",
    NotificationReason: "string",
    GroupLabels: "KV",
    CommonLabels: "KV",
    CommonAnnotations: "KV",
    ExternalURL: "string",
  },
  Alert: {
    Status: "string",
    Labels: "KV",
    Annotations: "KV",
    StartsAt: "Time",
    EndsAt: "Time",
    GeneratorURL: "string",
    Fingerprint: "string",
  },
  Alerts: { Firing: "SomeAlerts", Resolved: "SomeAlerts" },
  SomeAlerts: {},
  KV: { SortedPairs: "Pairs", Remove: "KV", Names: "list", Values: "list", String: "string" },
  Pairs: { Names: "list", Values: "list", String: "string" },
  Pair: { Name: "string", Value: "string" },
  Time: {
    UTC: "Time",
    Local: "Time",
    Format: "string",
    Sub: "Duration",
    ...anything("Add AddDate After AppendFormat"),
  },
  Duration: { String: "string", ...anything("Hours Minutes Seconds Milliseconds Microseconds Nanoseconds") },
  string: {},
  list: {},
};

const lists = ["Alerts", "SomeAlerts", "list"];

/** Of times and durations, the rest of Go's methods: what they give isn't followed. */
const methods = new Set(
  (
    "Abs Before Compare Date Day Equal GoString Hour ISOWeek In IsDST IsZero Location Minute Month Nanosecond Round " +
    "Second Truncate Unix UnixMicro UnixMilli UnixNano Weekday Year YearDay Zone ZoneBounds"
  ).split(" "),
);

/** By name, what it is wherever it stands. The dot may be any of them. */
const anywhere: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(types));

/** Fields that are easily written as in Alertmanager's JSON, and that no label is called. */
const json = new Map(
  [...Object.keys(types["Data"]!), ...Object.keys(types["Alert"]!)]
    .filter((name) => !["Status", "Receiver"].includes(name))
    .flatMap((name) => [
      [name.toLowerCase(), name],
      [name[0]!.toLowerCase() + name.slice(1), name],
    ]),
);

function anything(names: string): Record<string, string> {
  return Object.fromEntries(names.split(" ").map((name) => [name, "any"]));
}

/**
 * What is wrong with a chain such as `.CommonLabel.severity`, if anything. Which of Alertmanager's types its beginning is
 * of can't be told, so it may be a field of any; what follows a known one must be of that.
 *
 * @param own names that the template itself gives to values (`dict`)
 */
export function fieldFault(chain: readonly string[], own: ReadonlySet<string>): string | undefined {
  const [first, ...rest] = chain;
  if (first === undefined || own.has(first)) return undefined;
  const type = anywhere[first];
  if (type === undefined) {
    if (methods.has(first)) return undefined;
    const known = json.get(first);
    if (known !== undefined) return `there is no ".${first}"; did you mean ".${known}"?`;
    // Only labels, annotations and own values have names that begin with a small letter.
    if (/^[a-z_]/.test(first)) return undefined;
    return `there is no ".${first}"${didYouMean(first, Object.keys(anywhere)).replace(/"(.*)"/, '".$1"')}`;
  }
  return chainFault(type, `".${first}"`, rest);
}

/** The type of a field; undefined where it can't be told. */
export function typeOfField(type: string | undefined, name: string): string | undefined {
  return type === undefined ? undefined : (types[type]?.[name] ?? (type === "KV" ? "string" : undefined));
}

/**
 * What is wrong with the fields of a value whose type is known.
 *
 * @param before what it's called
 */
export function chainFault(type: string, before: string, chain: readonly string[]): string | undefined {
  const [name, ...rest] = chain;
  const inside: Readonly<Record<string, string>> | undefined = types[type];
  if (name === undefined || inside === undefined) return undefined;
  const inner = inside[name];
  if (inner !== undefined) return chainFault(inner, `".${name}"`, rest);
  // A label may have any name.
  if (type === "KV" || ((type === "Time" || type === "Duration") && methods.has(name))) return undefined;
  const hint = didYouMean(name, Object.keys(inside)).replace(/"(.*)"/, '".$1"');
  return lists.includes(type)
    ? `${before} is a list and has no ".${name}"${hint || "; range over it"}`
    : `${before} has no ".${name}"${hint}`;
}
