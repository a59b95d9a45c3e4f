import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectFolder } from "../../cli/lib/stack-config";
import { readableConfig } from "../../cli/lib/stack-secrets";
import { stackDelivery } from "../../config/delivery";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { alertLabelsOf, type AlertLabels } from "../../signals/delivery/alert-labels";
import { alertmanagerFiles } from "../../signals/delivery/alertmanager-files";
import { whoGets } from "../../signals/delivery/routes/who";
import { durationSeconds } from "../../signals/durations";

/** Who is told, as two of the applications' documents want it: the examples of docs/delivery.md. */

interface Receiver {
  readonly name: string;
  readonly email_configs?: readonly { readonly to: string; readonly send_resolved: boolean }[];
  readonly slack_configs?: readonly unknown[];
  readonly pagerduty_configs?: readonly unknown[];
}

/** The example of a workload, with every alert of its stack and what Alertmanager is told. */
function exampleOf(workloadName: string) {
  const page = readFileSync(join(projectFolder, "docs/delivery.md"), "utf8");
  const blocks = [...page.matchAll(/^```yaml\n(config:\n[\s\S]*?)^```/gm)].map(([, block]) => block!);
  const named = blocks.filter((block) => block.includes(`sightline:workload: ${workloadName}\n`));
  expect(named).toHaveLength(1);
  const block = named[0]!;
  const { config } = parse(block) as { config: Record<string, unknown> };
  const { settings, workload } = readSettings("docs", readableConfig(config, {}).config);
  const delivery = stackDelivery(settings);
  const external = { stack: "docs", workload: workloadName };
  const alerts = alertLabelsOf(stackSignals(settings, workload).ruleFiles, external).filter(
    ({ alertname }) => alertname !== "Watchdog",
  );
  expect(alerts.length).toBeGreaterThan(50);
  const { global, receivers } = parse(alertmanagerFiles(delivery, "/run/secrets").config("/t")) as {
    global: Record<string, unknown>;
    receivers: Receiver[];
  };
  const told = (alert: AlertLabels) => whoGets(delivery, alert);
  return { alerts, told, global, block, receiver: (name: string) => receivers.find((each) => each.name === name) };
}

/** The secret's file and the Slack channel that the webhook in it is made for, as the example's lines say. */
function slackWebhooks(block: string): [file: string | undefined, channel: string | undefined][] {
  return [...block.matchAll(/slack: .*file: (\S+) .*# made for (#\S+)$/gm)].map(([, file, channel]) => [file, channel]);
}

describe("LOOM's table of severities", () => {
  const { alerts, told, global, block, receiver } = exampleOf("loom");
  const bySeverity: Readonly<Record<string, { ways: string[]; withinSeconds: number }>> = {
    critical: { ways: ["email", "slack", "pagerduty"], withinSeconds: 10 },
    warning: { ways: ["email", "slack"], withinSeconds: 30 * 60 },
    info: { ways: ["email"], withinSeconds: 24 * 3600 },
  };

  it.each(Object.entries(bySeverity))(
    "%s is told by its ways, and in its time",
    (severity, { ways, withinSeconds }) => {
      const own = alerts.filter((alert) => alert["severity"] === severity);
      expect(own.length).toBeGreaterThan(0);
      for (const alert of own) {
        const recipients = told(alert);
        expect(
          recipients.map(({ integrations }) => integrations),
          alert["alertname"],
        ).toEqual([ways]);
        expect(durationSeconds(recipients[0]!.groupWait), alert["alertname"]).toBeLessThanOrEqual(withinSeconds);
      }
    },
  );

  it("has all severities that there are", () => {
    expect(new Set(alerts.map((alert) => alert["severity"]))).toEqual(new Set(Object.keys(bySeverity)));
  });

  it("tells again of a warning that is for today when its 30 minutes have passed", () => {
    const warnings = alerts.filter(({ severity, priority }) => severity === "warning" && priority !== "P3");
    expect(new Set(warnings.map((alert) => told(alert)[0]!.repeatInterval))).toEqual(new Set(["30m"]));
    // As the example says of the others.
    const others = alerts.filter(({ severity, priority }) => severity === "warning" && priority === "P3");
    expect(others).toHaveLength(6);
    expect(new Set(others.map((alert) => told(alert)[0]!.groupWait))).toEqual(new Set(["5m"]));
    expect(new Set(others.map((alert) => told(alert)[0]!.repeatInterval))).toEqual(new Set(["24h"]));
  });

  it("has the document's receivers, mail server and sender", () => {
    expect(receiver("critical-alerts")).toMatchObject({
      email_configs: [{ to: "oncall@example.com", send_resolved: true }],
      slack_configs: [{}],
      pagerduty_configs: [{}],
    });
    expect(slackWebhooks(block)).toEqual([["secrets/slack-critical-url", "#alerts-critical"]]);
    expect(receiver("team-email")).toMatchObject({ email_configs: [{ to: "team@example.com", send_resolved: true }] });
    expect(global).toMatchObject({ smtp_smarthost: "smtp.gmail.com:587", smtp_from: "loom-alerts@example.com" });
  });
});

describe("Self-RAG's alertmanager.yml", () => {
  const { alerts, told, global, block, receiver } = exampleOf("self-rag");

  /** Its tree: the first route that matches takes an alert. */
  function wanted({ severity, team }: AlertLabels): string {
    if (severity === "critical") return "critical-alerts";
    return team === "ai" || team === "platform" ? `${team}-team` : "default";
  }

  it("sends every alert to the document's receiver, and to no other", () => {
    for (const alert of alerts) {
      expect(
        told(alert).map((each) => each.receiver),
        alert["alertname"],
      ).toEqual([wanted(alert)]);
    }
    const all = ["ai-team", "critical-alerts", "default", "platform-team"];
    expect([...new Set(alerts.map(wanted))].sort()).toEqual(all);
  });

  it("has the document's receivers, mail server and sender", () => {
    const onCall = [{ to: "oncall@company.com", send_resolved: true }];
    expect(receiver("default")).toMatchObject({ email_configs: onCall });
    expect(receiver("critical-alerts")).toMatchObject({
      email_configs: onCall,
      slack_configs: [{}],
    });
    expect(receiver("ai-team")).toMatchObject({ slack_configs: [{}] });
    expect(receiver("platform-team")).toMatchObject({ slack_configs: [{}] });
    expect(slackWebhooks(block)).toEqual([
      ["secrets/slack-critical-url", "#alerts-critical"],
      ["secrets/slack-ai-url", "#ai-team"],
      ["secrets/slack-platform-url", "#platform-team"],
    ]);
    expect(global).toMatchObject({ smtp_smarthost: "smtp.company.com:587", smtp_from: "alerts@company.com" });
  });

  it.each([
    ["ServiceDown", "P0", "10s", "30m", ["alertname", "stack"]],
    ["MemoryUsageHigh", "P1", "10s", "1h", ["alertname", "stack"]],
    ["HighErrorRate", "P2", "30s", "4h", ["alertname", "stack"]],
    ["TenantQuotaExceeded", "P3", "5m", "24h", ["stack", "team"]],
  ])("tells of %s as its level %s says", (name, priority, groupWait, repeatInterval, groupBy) => {
    const found = alerts.filter(({ alertname }) => alertname === name);
    expect(found.map((alert) => alert["priority"])).toEqual([priority]);
    expect(told(found[0]!)).toMatchObject([{ groupWait, repeatInterval, groupBy }]);
  });

  it("has one severity for each name: who groups by the name groups by both", () => {
    const pairs = new Set(alerts.map(({ alertname, severity }) => `${alertname} ${severity}`));
    expect(pairs.size).toBe(new Set(alerts.map(({ alertname }) => alertname)).size);
  });
});
