import { describe, expect, it } from "vitest";
import { stackSignals } from "../../config/signals";
import { alertLabelsOf, type AlertLabels } from "../../signals/delivery/alert-labels";
import { alertmanagerFiles } from "../../signals/delivery/alertmanager-files";
import { noDelivery, type Delivery } from "../../signals/delivery/delivery";
import { whoGets } from "../../signals/delivery/routes/who";
import { workloads } from "../../workloads";
import { amtool, amtoolRuns } from "../lib/amtool";
import { exampleDelivery } from "../lib/delivery/example";
import { randomDelivery, randomLabels, randomNumbers } from "../lib/delivery/random";
import { needsAmtool } from "../lib/needs";
import { stackOf } from "../lib/rule-sets";

/** Where every alert goes: Alertmanager's own tool says the same as `npm run route`. */

needsAmtool();

const names = (delivery: Delivery, labels: Readonly<Record<string, string>>) =>
  whoGets(delivery, labels).map(({ receiver }) => receiver);

describe("the routes of a whole team", () => {
  it("are a configuration that Alertmanager takes", () => {
    const files = filesOf("alertmanager.yml", exampleDelivery);
    expect(amtool(files, ["check-config", "alertmanager.yml"])).toMatchObject({ ok: true });
  });

  it.each(Object.keys(workloads))("send every alert of %s to whom whoGets says", (name) => {
    const alerts = alertsOf(name);
    expect(alerts.length).toBeGreaterThan(50);
    const told = receivers(exampleDelivery, alerts);
    const wanted = alerts.map((alert) => names(exampleDelivery, alert));
    expect(byName(alerts, told)).toEqual(byName(alerts, wanted));
    // Each is told of somewhere, but for the one that is for no people.
    const untold = alerts.filter((_, i) => told[i]!.length === 0);
    expect(untold).toEqual([]);
  });

  it.each([
    ["ai critical", { team: "ai", severity: "critical", priority: "P1" }, ["archive", "on-call", "ai-team"]],
    ["ai warning", { team: "ai", severity: "warning", priority: "P2" }, ["ai-team"]],
    ["ai info", { team: "ai", severity: "info", priority: "P3" }, ["ai-team"]],
    ["platform P0", { team: "platform", severity: "critical", priority: "P0" }, ["archive", "on-call", "everybody"]],
    ["platform critical", { team: "platform", severity: "critical", priority: "P1" }, ["archive", "on-call"]],
    ["platform warning", { team: "platform", severity: "warning", priority: "P2" }, ["platform-team"]],
    ["infrastructure P1", { team: "infrastructure", severity: "critical", priority: "P1" }, ["archive", "operations"]],
    ["infrastructure P3", { team: "infrastructure", severity: "warning", priority: "P3" }, ["everybody"]],
    ["business info", { team: "business", severity: "info", priority: "P3" }, ["business"]],
    ["business P1", { team: "business", severity: "warning", priority: "P1" }, ["business"]],
    ["nobody's", { severity: "warning" }, ["everybody"]],
    ["nobody's critical", { severity: "critical" }, ["archive", "everybody"]],
    ["Watchdog", { alertname: "Watchdog", severity: "info", team: "platform", priority: "P3" }, ["heartbeat"]],
  ] as const)("%s", (_, labels, wanted) => {
    expect(names(exampleDelivery, labels)).toEqual(wanted);
    expect(receivers(exampleDelivery, [labels])).toEqual([[...wanted]]);
  });
});

it("without receivers nobody is told, and with a webhook alone it gets everything but Watchdog", () => {
  const hook = { ...noDelivery, webhookUrl: { value: "http://hook.example/" } };
  const labels: Record<string, string>[] = [{ severity: "critical", priority: "P1" }, { alertname: "Watchdog" }];
  expect(receivers(noDelivery, labels)).toEqual([[], []]);
  expect(receivers(hook, labels)).toEqual([["webhook"], []]);
});

it("routes at random mean the same to Alertmanager", () => {
  const next = randomNumbers(7);
  const cases = Array.from({ length: 30 }, () => {
    const delivery = randomDelivery(next);
    return { delivery, labels: Array.from({ length: 8 }, () => randomLabels(next)) };
  });
  const files: Record<string, string> = Object.assign(
    {},
    ...cases.map(({ delivery }, i) => filesOf(`${i}.yml`, delivery)),
  );
  const runs = cases.flatMap(({ labels }, i) => [
    ["check-config", `${i}.yml`],
    ...labels.map((each) => routesTest(`${i}.yml`, each)),
  ]);
  const results = amtoolRuns(files, runs);
  const wanted = cases.flatMap(({ delivery, labels }) => [undefined, ...labels.map((each) => names(delivery, each))]);
  results.forEach(({ ok, written, output }, i) => {
    const of = {
      run: runs[i],
      config: files[runs[i]!.find((arg) => arg.includes(".yml"))!.replace(/.*=/, "")],
      output,
    };
    expect(ok, JSON.stringify(of)).toBe(true);
    if (wanted[i] !== undefined) expect(receiversIn(written), JSON.stringify(of)).toEqual(wanted[i]);
  });
  const lengths = new Set(wanted.map((each) => each?.length));
  expect([...lengths]).toEqual(expect.arrayContaining([0, 1, 2, 3]));
});

function alertsOf(name: string): AlertLabels[] {
  const { settings, workload } = stackOf(name);
  return alertLabelsOf(stackSignals(settings, workload).ruleFiles, { stack: "docs", workload: name });
}

function byName(alerts: readonly AlertLabels[], told: readonly (readonly string[])[]): string[] {
  return alerts.map(({ alertname }, i) => `${alertname}: ${told[i]!.join(", ")}`);
}

/** As `amtool config routes test` says for each. */
function receivers(delivery: Delivery, labels: readonly Readonly<Record<string, string>>[]): string[][] {
  const runs = labels.map((each) => routesTest("alertmanager.yml", each));
  const results = amtoolRuns(filesOf("alertmanager.yml", delivery), runs);
  return results.map(({ ok, written, output }) => {
    if (!ok) throw new Error(output);
    return receiversIn(written);
  });
}

/** With the files that it names beside it. */
function filesOf(name: string, delivery: Delivery): Readonly<Record<string, string>> {
  const { config, templates } = alertmanagerFiles(delivery, "/run/secrets");
  return { ...templates, [name]: config(".") };
}

function routesTest(file: string, labels: Readonly<Record<string, string>>): string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return ["config", "routes", "test", `--config.file=${file}`, ...pairs];
}

function receiversIn(written: string): string[] {
  return written
    .trim()
    .split(",")
    .filter((name) => name !== "nobody" && name !== "");
}
