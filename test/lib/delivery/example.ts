import type { Delivery } from "../../../signals/delivery/delivery";
import { defaultLevels } from "../../../signals/delivery/routes/routing";

const secret = (value: string) => ({ value });

/**
 * A team's whole delivery: all four levels and teams, several receivers, routes within routes, one that continues, and
 * times in which nothing is sent. A route that continues doesn't take an alert: what comes after it is asked as well.
 */
export const exampleDelivery: Delivery = {
  receivers: {
    "on-call": {
      pagerduty: [{ routingKey: secret("0123456789abcdef0123456789abcdef") }],
      slack: [{ url: secret("https://hooks.slack.example/services/on-call") }],
    },
    "ai-team": { slack: [{ url: secret("https://hooks.slack.example/services/ai") }] },
    "platform-team": { telegram: [{ botToken: secret("123456:telegram-token"), chatId: -1001234567890 }] },
    operations: { opsgenie: [{ apiKey: secret("opsgenie-key") }] },
    business: { teams: [{ url: secret("https://teams.example/workflow") }] },
    archive: { webhook: [{ url: secret("https://archive.example/alerts"), bearer: secret("archive-token") }] },
    everybody: { email: [{ to: "team@shop.example" }] },
  },
  smtp: {
    host: "smtp.shop.example",
    port: 587,
    from: "alerts@shop.example",
    tls: "starttls",
    username: "alerts",
    password: secret("smtp-password"),
  },
  routing: {
    receivers: ["everybody"],
    routes: [
      { match: { severity: ["critical"] }, receivers: ["archive"], continue: true },
      { match: { priority: ["P0"] }, receivers: ["on-call", "everybody"] },
      {
        match: { team: ["ai"] },
        receivers: ["ai-team"],
        routes: [
          { match: { severity: ["critical"] }, receivers: ["on-call", "ai-team"] },
          { match: { severity: ["info"] }, mutedIn: ["nights", "weekends"] },
        ],
      },
      { match: { team: ["infrastructure"], priority: ["P1", "P2"] }, receivers: ["operations"] },
      { match: { team: ["business"] }, receivers: ["business"], activeIn: ["office-hours"] },
      {
        match: { team: ["platform"] },
        receivers: ["platform-team"],
        routes: [{ match: { severity: ["critical"] }, receivers: ["on-call"] }],
      },
    ],
    levels: { ...defaultLevels, P3: { ...defaultLevels.P3, mutedIn: ["weekends"] } },
    timeIntervals: {
      "office-hours": {
        timeZone: "Europe/Berlin",
        times: [{ from: "09:00", to: "17:00", weekdays: ["monday:friday"] }],
      },
      nights: { timeZone: "Europe/Berlin", times: [{ from: "20:00" }, { to: "07:00" }] },
      weekends: { timeZone: "Europe/Berlin", times: [{ weekdays: ["saturday", "sunday"] }] },
    },
  },
  heartbeat: { url: secret("https://beats.example/ping/1"), intervalSeconds: 60 },
  templates: {},
};
