import { describe, expect, it } from "vitest";
import { alertsTable, askedLabels, labelNotes, recipientsTable, type Routing } from "../../cli/lib/routing";
import { whoGets } from "../../signals/delivery/routes/who";
import { exampleDelivery } from "../lib/delivery/example";

/** What `npm run route` says. */

const routing: Routing = {
  delivery: exampleDelivery,
  alerts: [
    { alertname: "DiskFull", severity: "critical", team: "infrastructure", priority: "P1", stack: "dev" },
    { alertname: "LlmSlow", severity: "warning", team: "ai", priority: "P2", stack: "dev" },
    { alertname: "LlmWrong", severity: "warning", team: "ai", priority: "P2", stack: "dev" },
    { alertname: "Spent", severity: "critical", team: "business", priority: "P1", stack: "dev" },
    { alertname: "Spent", severity: "info", team: "business", priority: "P3", stack: "dev" },
    { alertname: "Watchdog", severity: "info", team: "platform", priority: "P3", stack: "dev" },
  ],
  external: { stack: "dev" },
};

describe("the labels that are asked about", () => {
  it("are those of the alert, by its name", () => {
    expect(askedLabels(routing, { alertname: "LlmSlow" })).toEqual([routing.alerts[1]]);
    expect(askedLabels(routing, { alertname: "Spent" })).toEqual([routing.alerts[3], routing.alerts[4]]);
    expect(askedLabels(routing, { alertname: "Spent", severity: "info" })).toEqual([routing.alerts[4]]);
  });

  it("are given ones before the alert's own; another severity has another priority", () => {
    expect(askedLabels(routing, { alertname: "LlmSlow", team: "business" })).toEqual([
      { alertname: "LlmSlow", severity: "warning", team: "business", priority: "P2", stack: "dev" },
    ]);
    expect(askedLabels(routing, { alertname: "LlmSlow", severity: "critical" })).toEqual([
      { alertname: "LlmSlow", severity: "critical", team: "ai", stack: "dev" },
    ]);
  });

  it("are what is given, and what every alert has", () => {
    expect(askedLabels(routing, { severity: "critical" })).toEqual([{ stack: "dev", severity: "critical" }]);
  });
});

describe("the notes", () => {
  it("say what isn't given, and what that means", () => {
    expect(labelNotes(routing, { severity: "critical" })).toEqual([
      "not given, so taken to be empty: team",
      "without a priority, it's told as P1, the level of critical",
    ]);
    expect(labelNotes(routing, { alertname: "LlmSlow" })).toEqual([]);
  });

  it("name the nearest of what there is", () => {
    expect(
      labelNotes(routing, { severity: "critcal", team: "ai", priority: "P1", alertname: "LlmSlo", sevrity: "x" }),
    ).toEqual([
      'there is no severity "critcal"; did you mean "critical"?',
      'no alert of this stack is named "LlmSlo"; did you mean "LlmSlow"?',
      'no route asks for the label sevrity; did you mean "severity"?',
    ]);
  });
});

describe("the tables", () => {
  it("of one alert: to whom, how, how often, when and why", () => {
    const labels = { alertname: "LlmQuiet", severity: "info", team: "ai", priority: "P3" };
    expect(
      recipientsTable(labels, whoGets(exampleDelivery, labels))
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["LlmQuiet severity=info team=ai priority=P3"],
      ["receiver", "by", "one message by", "first after", "news every", "repeated every", "when", "because of"],
      ["ai-team", "slack", "stack, team", "5m", "30m", "24h", "not in nights, weekends", "routes.2.routes.1"],
    ]);
    expect(recipientsTable({ alertname: "Watchdog" }, [])).toContain("Nobody is told");
  });

  it("of all alerts, those together that go the same way", () => {
    expect(
      alertsTable(routing)
        .split("\n")
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ["team", "level", "severity", "told", "alerts"],
      ["ai", "P2", "warning", "ai-team", "LlmSlow, LlmWrong"],
      ["business", "P1", "critical", "archive, business (only in office-hours)", "Spent"],
      ["business", "P3", "info", "business (only in office-hours, not in weekends)", "Spent"],
      ["infrastructure", "P1", "critical", "archive, operations", "DiskFull"],
      ["platform", "P3", "info", "heartbeat", "Watchdog"],
    ]);
  });
});
