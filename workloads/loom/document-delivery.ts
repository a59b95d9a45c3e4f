import type { DocumentItem } from "../../signals/document";

const stack = "test/docker/stack.test.ts";
/** A real Alertmanager, a real mail server, and servers that speak the others' APIs. */
const real = "test/docker/delivery.test.ts";
/** The example of docs/delivery.md, asked for every alert of the stack. */
const example = "test/unit/document-routes.test.ts";
const written = "as in docs/delivery.md, As the documents have it";

const way = (item: string, here: string, note?: string): DocumentItem => ({
  kind: "route",
  item: `channel: ${item}`,
  here,
  test: real,
  ...(note !== undefined && { note }),
});

const level = (item: string, here: string, note: string): DocumentItem => ({
  kind: "route",
  item,
  here,
  test: example,
  note,
});

/** Who is told of alerts, how, and how soon. */
export const delivery: readonly DocumentItem[] = [
  { kind: "endpoint", item: "alerts go to alertmanager:9093", here: "alerting of prometheus.yml", test: stack },
  {
    kind: "route",
    item: "SMTP: smtp.gmail.com:587, sender, user and password",
    here: "smtp",
    test: real,
    note: "the password is a file that Alertmanager reads, and in no configuration",
  },
  {
    kind: "route",
    item: "group by alertname, cluster, service; wait 30 s, interval 5 m, repeat 12 h",
    here: "levels: groupBy, groupWait, groupInterval, repeatInterval",
    test: "test/unit/delivery-routes.test.ts",
    note:
      "30 s and 5 m are those of P2. By alertname and stack: a stack is one service in one cluster. Told again after the " +
      "level's time to react, not after 12 h; repeatInterval says otherwise",
  },
  {
    kind: "route",
    item: "default receiver team-email: team@example.com",
    here: `defaultReceivers, ${written}`,
    test: example,
  },
  {
    kind: "route",
    item: "send_resolved",
    here: "sendResolved of every way, true unless it's said otherwise",
    test: real,
  },
  {
    kind: "route",
    item: "critical: receiver critical-alerts, wait 10 s",
    here: `routes, ${written}; levels P0 and P1: 10 s`,
    test: example,
  },
  {
    kind: "route",
    item: "critical-alerts: mail to oncall@example.com, Slack #alerts-critical",
    here: `receivers, ${written}`,
    test: example,
    note: "the channel is that of the webhook: that of a Slack app has no other",
  },
  way("Email, by SMTP", "receivers.*.email, smtp"),
  way("Slack", "receivers.*.slack"),
  way("Webhook", "receivers.*.webhook, alertWebhookUrl", "alertWebhookUrl gets every alert, whatever the routes say"),
  way("PagerDuty", "receivers.*.pagerduty"),
  way("OpsGenie", "receivers.*.opsgenie"),
  level(
    "critical: at once; Slack, PagerDuty, Email",
    `routes and receivers, ${written}: after 10 s`,
    "again after 30 min (P0) or 1 h (P1), until it's over or silenced",
  ),
  level(
    "warning: within 30 min; Email, Slack",
    `routes, receivers and levels.P2, ${written}: after 30 s, again after 30 min`,
    "six warnings are P3: they come within 5 min, together, and again after a day. Without that example the time of a " +
      "warning is self-rag's, 4 h",
  ),
  level("info: within 24 h; Email", `defaultReceivers, ${written}: after 5 min, together`, "again after a day"),
  {
    kind: "other",
    item: "an alert doesn't come: ask for the rules, Alertmanager's api/v1/alerts, a query",
    here: "npm run verify: rules, alert path; npm run route says who is told",
    test: stack,
    note: "Alertmanager has /api/v2/alerts; v1 is gone from it",
  },
];
