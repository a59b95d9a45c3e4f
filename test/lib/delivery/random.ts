import { noDelivery, type Delivery } from "../../../signals/delivery/delivery";
import { defaultLevels, type MatchSpec, type RouteSpec } from "../../../signals/delivery/routes/routing";
import { priorities, teams, type Severity } from "../../../signals/rules";

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const severities: readonly Severity[] = ["critical", "warning", "info"];
const receivers = ["a", "b", "c", "d"];
/** Values that would be something else in a regular expression, in YAML, or in a text in quotes. */
const awkward = ['a|b "c" \\d+', "x.y*", "{{ z }}", "", "ü: [1]", "line\nbreak"];

/** Some routes within routes, of whatever sense. */
export function randomDelivery(next: () => number): Delivery {
  const levels = { ...defaultLevels };
  if (next() < 0.3) levels.P3 = { ...levels.P2, mutedIn: ["nights"] };
  if (next() < 0.2) levels.P2 = { ...levels.P2, activeIn: ["days"] };
  return {
    ...noDelivery,
    receivers: Object.fromEntries(
      receivers.map((name) => [name, { webhook: [{ url: { value: `http://${name}.example/` } }] }]),
    ),
    ...(next() < 0.3 && { webhookUrl: { value: "http://every.example/" } }),
    ...(next() < 0.3 && { heartbeat: { url: { value: "http://beat.example/" }, intervalSeconds: 60 } }),
    routing: {
      receivers: some(receivers, next),
      routes: routes(next, 0),
      levels,
      timeIntervals: {
        nights: { timeZone: "UTC", times: [{ from: "20:00" }, { to: "06:00" }] },
        days: { timeZone: "Europe/Berlin", times: [{ from: "06:00", to: "20:00", weekdays: ["monday:friday"] }] },
      },
    },
  };
}

export function randomLabels(next: () => number): Record<string, string> {
  const all = {
    severity: severities,
    priority: [...priorities, "P9"],
    team: teams,
    alertname: ["A", "B", "Watchdog"],
    odd: awkward,
  };
  const entries = Object.entries(all).map(([label, values]) => [label, pick(values, next)!] as const);
  return Object.fromEntries(entries.filter(() => next() < 0.75));
}

function routes(next: () => number, depth: number): RouteSpec[] {
  return Array.from({ length: Math.floor(next() * (4 - depth)) }, (): RouteSpec => {
    const inner = depth < 2 ? routes(next, depth + 1) : [];
    return {
      ...(next() < 0.9 && { match: match(next) }),
      ...(next() < 0.7 && { receivers: some(receivers, next) }),
      ...(next() < 0.3 && { continue: true }),
      ...(inner.length > 0 && { routes: inner }),
      ...(next() < 0.2 && { mutedIn: ["nights"] }),
      ...(next() < 0.2 && { activeIn: ["days"] }),
    };
  });
}

function match(next: () => number): MatchSpec {
  const labels = { odd: some(awkward, next, 1) };
  const all = {
    severity: some(severities, next, 1),
    priority: some(priorities, next, 1),
    team: some(teams, next, 1),
    alertname: some(["A", "B"], next, 1),
    labels,
  };
  return Object.fromEntries(Object.entries(all).filter(() => next() < 0.3));
}

function some<T>(values: readonly T[], next: () => number, least = 0): T[] {
  const chosen = values.filter(() => next() < 0.35);
  return chosen.length >= least ? chosen : values.slice(0, least);
}

function pick<T>(values: readonly T[], next: () => number): T | undefined {
  return values[Math.floor(next() * values.length)];
}
