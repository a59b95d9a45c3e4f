import { anyUpOf, atLeast, eventsAtLeast, increaseOf, quantileOf } from "../../signals/expressions";
import { forgotten, hourlyCount, observed, oneOfTwoDown, scraped } from "../../signals/proofs";
import type { Alert, RuleGroup } from "../../signals/rules";
import * as metric from "./metrics";
import { answered, ok } from "./proofs";
import * as recorded from "./recordings";
import * as limit from "./thresholds";

/** Does the back end answer, without errors and in time? */

const up = 'up{instance="app:8000", job="app"}';
const wanted = "the document wants alert rules made";
const enough = eventsAtLeast(limit.REQUESTS, metric.requests.name, "5m");
const few = { "too few requests to say": { series: answered(metric.requests, { 200: "0+4x60", 404: "0+2x60" }) } };
const fewFailed = {
  "too few requests to say": { series: answered(metric.requests, { 200: "0+7x60", 500: "0+1x60" }) },
};

const alerts: readonly Alert[] = [
  {
    name: "SmartTgDown",
    expr: anyUpOf("app"),
    op: "<",
    threshold: 1,
    for: "1m",
    severity: "critical",
    priority: "P0",
    team: "platform",
    summary: "The back end is down",
    description:
      "No instance of the admin back end has answered a scrape for a minute, or none is there to be scraped any more.",
    source: `GET /metrics answers; ${wanted}`,
    runbook: {
      impact: "Nobody can log in, and no account replies.",
      causes: ["The process ended or can't start", "The machine is out of memory", "It is overloaded"],
      queries: ['up{job="app"}'],
      steps: [
        "Read what the back end logged last.",
        "Start it, or take the last release back.",
        "If it was killed, look at the machine's memory on the dashboard.",
      ],
    },
    fires: { series: { [up]: "1x5 0x30" }, firesAt: "7m", labels: { job: "app" } },
    quiet: { series: { [up]: "1x60" } },
    quietWhen: {
      "one scrape fails": { series: { [up]: "1x5 0 1x60" } },
      ...oneOfTwoDown("app"),
    },
    gaps: { "target gone": "fires" },
  },
  {
    name: "HttpErrorShareHigh",
    expr: recorded.requestErrorShare,
    threshold: limit.ERROR_SHARE,
    guard: enough,
    for: "5m",
    severity: "critical",
    team: "platform",
    summary: "{{ $value | humanizePercentage }} of the requests fail",
    description: "More than 5 % of at least 50 requests in 5 minutes were answered with a status of 500 or more.",
    source: `HTTP error rate, a key query; ${wanted}`,
    runbook: {
      impact: "Users of the admin pages see errors; changes to accounts and tasks may be lost.",
      causes: ["An exception that nobody catches", "The database or Redis is unreachable", "A broken release"],
      steps: [
        "See on the dashboard which endpoint fails.",
        "Read the back end's log for the traceback.",
        "Look at RedisDisconnected and the database's panels.",
        "If it began with a release, take the release back.",
      ],
    },
    fires: forgotten({ series: answered(metric.requests, { 200: "0+94x60", 500: "0+6x60" }), firesAt: "6m" }, "3m"),
    quiet: { series: answered(metric.requests, { 200: "0+951x60", 500: "0+49x60" }) },
    quietWhen: fewFailed,
  },
  {
    name: "HttpClientErrorShareHigh",
    expr: recorded.requestRefusedShare,
    threshold: limit.CLIENT_ERROR_SHARE,
    guard: enough,
    for: "10m",
    severity: "warning",
    team: "platform",
    summary: "{{ $value | humanizePercentage }} of the requests are refused",
    description: "More than 30 % of at least 50 requests in 5 minutes were answered with a status of 400 to 499.",
    source: `http_requests_total by status_code; ${wanted}`,
    runbook: {
      impact: "Somebody's requests don't work: a page, a script, or a guest who shouldn't be there.",
      causes: ["A page of another version than the back end", "Logins have run out", "Somebody tries passwords"],
      steps: [
        "See on the dashboard which endpoint and code it is: 401 is the login, 404 the address, 429 the limit.",
        "For 401, look for one address in the access log, and block it if nobody knows it.",
        "For 404 and 422, compare the versions of page and back end.",
      ],
    },
    fires: forgotten({ series: answered(metric.requests, { 200: "0+68x60", 404: "0+32x60" }), firesAt: "11m" }, "3m"),
    quiet: { series: answered(metric.requests, { 200: "0+71x60", 404: "0+29x60" }) },
    quietWhen: few,
  },
  {
    name: "HttpLatencyHigh",
    expr: quantileOf(0.95, metric.requestDuration.name, "5m"),
    histogram: metric.requestDuration.name,
    threshold: limit.HTTP_SECONDS,
    guard: atLeast(limit.REQUESTS, metric.requestDuration.name, "5m"),
    for: "5m",
    severity: "warning",
    team: "platform",
    summary: "Requests take {{ $value | humanizeDuration }} (p95)",
    description: "One request in twenty takes longer than this; the limit is 1 s.",
    source: `p95 of the response time, a key query; ${wanted}`,
    runbook: {
      impact: "Pages are slow, and some requests run into their time limit.",
      causes: ["Slow database queries", "The machine's CPU is used up", "Calls to Telegram within a request"],
      steps: [
        "See on the dashboard which endpoint is slow.",
        "Compare with the duration of database queries and Redis operations.",
        "Look at the machine's CPU and memory.",
      ],
    },
    fires: forgotten({ series: observed(metric.requestDuration, 2.5, "0+60x60", ok), firesAt: "6m" }, "3m"),
    quiet: { series: observed(metric.requestDuration, limit.HTTP_SECONDS, "0+60x60", ok) },
    quietWhen: { "too few requests to say": { series: observed(metric.requestDuration, 2.5, "0+8x60", ok) } },
  },
  {
    name: "SystemErrorsHigh",
    expr: increaseOf(metric.systemErrors.name, "1h"),
    threshold: limit.SYSTEM_ERRORS_PER_HOUR,
    severity: "warning",
    team: "platform",
    summary: "{{ $value }} system errors in the last hour",
    description: "The back end noted {{ $value }} errors of its own in the last hour.",
    source: `system_errors_total; ${wanted}`,
    runbook: {
      impact: "Parts of the back end don't do their work; users may not notice yet.",
      causes: ["A store or Telegram is unreachable", "A broken release", "A full disk"],
      steps: [
        "Read the back end's log for the exception that comes most often.",
        "Compare the time of the first one with releases and with the other alerts.",
      ],
    },
    ...hourlyCount(metric.systemErrors, limit.SYSTEM_ERRORS_PER_HOUR),
  },
  {
    name: "OwnAlertsActive",
    expr: `max(${metric.ownAlertsActive.name})`,
    op: ">=",
    threshold: limit.ACTIVE_ALERTS,
    for: "15m",
    severity: "warning",
    priority: "P3",
    team: "platform",
    summary: "{{ $value }} of the application's own alerts are active",
    description: "The back end has alerts of its own that nobody has closed for 15 minutes.",
    source: `alerts_active; ${wanted}`,
    runbook: {
      impact: "Depends on the alert; the back end's own page of alerts says it.",
      causes: ["What the alert says", "An alert that was mended and never closed"],
      steps: ["Open the alerts in the admin pages.", "Mend what they tell, and close them there."],
    },
    fires: { series: scraped(metric.ownAlertsActive, "1x60"), firesAt: "15m" },
    quiet: { series: scraped(metric.ownAlertsActive, "0x60") },
    quietWhen: { "closed within minutes": { series: scraped(metric.ownAlertsActive, "0x5 2x10 0x60") } },
  },
];

export const http: RuleGroup = {
  name: "smart-tg-http",
  dashboard: "smart-tg",
  recordings: recorded.httpRecordings,
  alerts,
};
