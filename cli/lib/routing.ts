import type { AlertLabels } from "../../signals/delivery/alert-labels";
import type { Delivery } from "../../signals/delivery/delivery";
import { valueFaults } from "../../signals/delivery/routes/faults";
import { matchersOf } from "../../signals/delivery/routes/matchers";
import { walkRoutes } from "../../signals/delivery/routes/walk";
import { whoGets, type Recipient } from "../../signals/delivery/routes/who";
import { didYouMean } from "../../signals/nearest";
import { usualPriority, type Severity } from "../../signals/rules";
import { table } from "./console";

/** What `npm run route` asks. */
export interface Routing {
  readonly delivery: Delivery;
  /** Of the stack. */
  readonly alerts: readonly AlertLabels[];
  /** What every alert has besides. */
  readonly external: Readonly<Record<string, string>>;
}

type Labels = Readonly<Record<string, string>>;

const main = ["severity", "team", "priority"] as const;

/**
 * The alerts that are meant: those of the stack with this name, with what is given instead of their own; or just that.
 * Another severity has another priority, unless that is given too.
 */
export function askedLabels({ alerts, external }: Routing, given: Labels): Labels[] {
  const named = alerts.filter(({ alertname }) => alertname === given["alertname"]);
  const fits = named.filter((alert) => Object.entries(given).every(([label, value]) => alert[label] === value));
  if (fits.length > 0) return fits;
  const { priority, ...base }: Labels = named[0] ?? external;
  const same = (given["severity"] ?? base["severity"]) === base["severity"];
  return [{ ...base, ...(same && priority !== undefined && { priority }), ...given }];
}

/** What one should know of the labels that were given, and of those that weren't. */
export function labelNotes(routing: Routing, given: Labels): string[] {
  const { delivery, alerts, external } = routing;
  const [labels = {}] = askedLabels(routing, given);
  const ofRoutes = walkRoutes(delivery.routing.routes).flatMap(({ spec }) => matchersOf(spec.match));
  const asked = new Set([...main, ...ofRoutes.map(({ label }) => label)]);
  const known = new Set([...asked, ...Object.keys(external), ...alerts.flatMap((alert) => Object.keys(alert))]);
  const missing = [...asked].filter((label) => label !== "priority" && labels[label] === undefined);
  return [
    ...Object.entries(given).flatMap(([label, value]) => valueFaults(label, [value], alerts)),
    ...Object.keys(given)
      .filter((label) => !known.has(label))
      .map((label) => `no route asks for the label ${label}${didYouMean(label, known)}`),
    ...(missing.length > 0 ? [`not given, so taken to be empty: ${missing.join(", ")}`] : []),
    ...(labels["priority"] === undefined ? [`without a priority, it's told as ${levelOf(labels)}`] : []),
  ];
}

function levelOf({ severity }: Labels): string {
  const level = usualPriority[severity as Severity] as string | undefined;
  return level === undefined ? "P2" : `${level}, the level of ${severity}`;
}

/** The alert, and below it a line for each who is told. */
export function recipientsTable(labels: Labels, told: readonly Recipient[]): string {
  const { alertname, ...others } = labels;
  const pairs = Object.entries(others).map(([label, value]) => `${label}=${value}`);
  const title = [...(alertname === undefined ? [] : [alertname]), ...pairs].join(" ");
  if (told.length === 0) return `${title}\nNobody is told. It's shown in Alertmanager.`;
  const rows = told.map((one) => [
    one.receiver,
    one.integrations.join(", "),
    one.groupBy.join(", "),
    one.groupWait,
    one.groupInterval,
    one.repeatInterval,
    whenOf(one),
    one.path.join(" > "),
  ]);
  const heads = [
    "receiver",
    "by",
    "one message by",
    "first after",
    "news every",
    "repeated every",
    "when",
    "because of",
  ];
  return `${title}\n${table([heads, ...rows])}`;
}

function whenOf({ mutedIn, activeIn }: Pick<Recipient, "mutedIn" | "activeIn">): string {
  const parts = [
    ...(activeIn.length > 0 ? [`only in ${activeIn.join(" or ")}`] : []),
    ...(mutedIn.length > 0 ? [`not in ${mutedIn.join(", ")}`] : []),
  ];
  return parts.length === 0 ? "always" : parts.join(", ");
}

/** Who is told of which of the stack's alerts: those of one team and level together that go the same way. */
export function alertsTable({ delivery, alerts }: Routing): string {
  const groups = new Map<string, { readonly row: readonly string[]; readonly names: string[] }>();
  for (const labels of alerts) {
    const told = whoGets(delivery, labels).map((one) => {
      const when = whenOf(one);
      return when === "always" ? one.receiver : `${one.receiver} (${when})`;
    });
    const row = [...main.map((label) => labels[label] ?? "-"), told.join(", ") || "nobody"];
    const key = JSON.stringify(row);
    const group = groups.get(key) ?? { row, names: [] };
    group.names.push(labels.alertname);
    groups.set(key, group);
  }
  const order = ([, , priority = ""]: readonly string[]) => priority;
  const rows = [...groups.values()]
    .sort(
      (a, b) => compare(a.row[1]!, b.row[1]!) || compare(order(a.row), order(b.row)) || compare(a.row[3]!, b.row[3]!),
    )
    .map(({ row: [severity, team, priority, told], names }) => [team!, priority!, severity!, told!, names.join(", ")]);
  return table([["team", "level", "severity", "told", "alerts"], ...rows]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
