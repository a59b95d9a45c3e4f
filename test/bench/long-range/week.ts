/** A week of an application's life as Prometheus scrapes it: days and nights, and failures. */
import { counter } from "../../../signals/metrics";
import type { Slo } from "../../../signals/slo";
import type { Workload } from "../../../signals/workload";

/** Seconds between two samples. */
export const STEP = 60;
const DAY = 86_400;
export const DAYS = 7;
/** A point in time at which days begin. */
const END = Math.floor(1_700_000_000 / DAY) * DAY;
export const week = { from: END - DAYS * DAY, to: END };

const methods = ["GET", "POST", "PUT", "DELETE"];
const statuses = ["200", "201", "404", "500", "503"];
const instances = ["app-1:8000", "app-2:8000"];

const labels = { method: methods, status: statuses };
const requests = counter("requests_total", { help: "Requests.", labels, from: "app" });

const availability: Slo = {
  name: "availability",
  title: "Availability",
  description: "Requests are answered.",
  objective: 99.9,
  window: `${DAYS}d`,
  indicator: { kind: "events", bad: { metric: requests, matchers: 'status=~"5.."' }, total: { metric: requests } },
};

export const workload: Workload = {
  name: "week",
  title: "Week",
  description: "Seven days.",
  metrics: [requests],
  rules: [],
  dashboards: [],
  slos: [availability],
  documentMetrics: {},
};

/** OpenMetrics, a series after the other. */
export function weekLines(): string[] {
  const lines: string[] = [];
  instances.forEach((instance, i) => {
    const target = `instance="${instance}",job="app"`;
    statuses.forEach((status, s) =>
      methods.forEach((method, m) => {
        const name = `requests_total{${target},method="${method}",status="${status}"}`;
        samples(lines, name, (time) => perMinute(time, i, s, m));
      }),
    );
    samples(lines, `process_cpu_seconds_total{${target}}`, (time) => 6 + 3 * day(time) + i);
    for (let time = week.from; time <= week.to; time += STEP) lines.push(`up{${target}} 1 ${time}`);
  });
  return lines;
}

function samples(lines: string[], name: string, grows: (time: number) => number): void {
  let value = 0;
  for (let time = week.from; time <= week.to; time += STEP) {
    value += grows(time);
    lines.push(`${name} ${value} ${time}`);
  }
}

/** -1 at night, 1 at noon. */
function day(time: number): number {
  return -Math.cos((2 * Math.PI * (time % DAY)) / DAY);
}

/** Mostly good; an hour of failures every other day. */
function perMinute(time: number, instance: number, status: number, method: number): number {
  const traffic = Math.round((100 + 80 * day(time)) / (1 + method));
  if (status < 3) return Math.round(traffic / (1 + 2 * status)) + instance;
  const outage = Math.floor(time / DAY) % 2 === 0 && time % DAY >= 50_400 && time % DAY < 54_000;
  return outage ? Math.round(traffic / 5) : (time / STEP) % 97 === 0 ? 1 : 0;
}
