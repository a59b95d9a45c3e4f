import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { everything } from "../../config/everything";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { catalogues, type CatalogueName } from "../../signals/catalogue";
import { checkSignals } from "../../signals/check";
import { panelAlertFaults } from "../../signals/check/panel-alerts";
import { rowOrder } from "../../signals/dashboard";
import { gauge } from "../../signals/metrics";
import { platformDashboards, platformRules } from "../../signals/platform";
import { unitsOfSeries } from "../../signals/units/series";
import { workloads } from "../../workloads";

const jobs = ["app", "prometheus"];
const metrics = [gauge("mail_queue_length", { help: "Mails that wait.", labels: { queue: ["out"] }, from: "app" })];
const all = Object.keys(catalogues) as CatalogueName[];
const groups = platformRules(jobs, { metrics });
const dashboards = platformDashboards(jobs, { metrics });
const alerts = groups.flatMap((group) => group.alerts ?? []);

function stack(settings: Readonly<Record<string, unknown>> = {}, workload = "pharmacy-care-plan") {
  const raw = Object.entries(settings).map(([key, value]) => [
    `sightline:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const read = readSettings("test", { "sightline:workload": workload, ...Object.fromEntries(raw) });
  const { specs, leftOut } = stackSignals(read.settings, read.workload);
  return {
    groups: specs.rules.map(({ name }) => name),
    alerts: specs.rules.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)),
    dashboards: specs.dashboards.map(({ uid }) => uid),
    panels: specs.dashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels.map(({ title }) => title))),
    leftOut,
  };
}

describe("the packs", () => {
  it("have no fault: names, labels, units, proofs", () => {
    const workload = { name: "any", title: "Any", description: "Any.", metrics, rules: [], dashboards: [] };
    const signals = { workload: { ...workload, documentMetrics: {} }, platformRules: groups, exporters: all };
    expect(checkSignals({ ...signals, platformDashboards: dashboards, alertOverrides: {} })).toEqual([]);
  });

  it("have a panel for each alert, in the alert's unit", () => {
    const unitOf = unitsOfSeries(
      metrics,
      groups.flatMap(({ recordings = [] }) => recordings),
    );
    expect(panelAlertFaults(dashboards, groups, unitOf)).toEqual([]);
    expect(groups.filter(({ dashboard }) => dashboard === undefined)).toEqual([]);
  });

  it("have names that no workload has", () => {
    const names = alerts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { rules } of Object.values(workloads)) {
      expect(rules.flatMap((group) => group.alerts ?? []).filter(({ name }) => names.includes(name))).toEqual([]);
    }
  });

  it("have dashboards in the common order", () => {
    for (const { rows } of dashboards) {
      const places = rows.map(({ title }) => (rowOrder as readonly string[]).indexOf(title.split(":")[0]!));
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });
});

describe("a pack is there with what it watches", () => {
  it.each([
    ["sightline-postgres", { postgres: { mode: "none" } }],
    ["sightline-redis", { redis: { mode: "none" } }],
    ["sightline-node", { exporters: { node: false } }],
    ["sightline-probes", { exporters: { probes: false } }],
  ])("%s", (name, settings) => {
    expect(stack().groups).toContain(name);
    expect(stack().dashboards).toContain(name);
    expect(stack(settings).groups).not.toContain(name);
    expect(stack(settings).dashboards).not.toContain(name);
  });

  it.each([
    ["sightline-containers", { exporters: { containers: true } }, { exporters: { containers: false } }],
    ["sightline-certificates", { exporters: { probeUrls: ["https://a.example/"] } }, {}],
    [
      "sightline-certificates",
      { exporters: { probeUrls: ["https://a.example/"] } },
      { exporters: { probeUrls: ["http://a.example/"] } },
    ],
    ["sightline-remote-write", { prometheus: { remoteWrite: [{ url: "https://a.example/push" }] } }, {}],
    ["sightline-alertmanager-cluster", { target: "kubernetes", kubernetes: { size: "ha" } }, { target: "kubernetes" }],
    ["sightline-alertmanager-cluster", { alertmanager: { replicas: 2 } }, {}],
    ["sightline-alertmanager-delivery", { alertWebhookUrl: "https://a.example/" }, {}],
  ])("%s: %j and %j", (name, having, missing) => {
    expect(stack(having).groups).toContain(name);
    expect(stack(missing).groups).not.toContain(name);
  });

  it("queues: whatever the workload calls them", () => {
    expect(stack().groups).toContain("sightline-queues");
    expect(platformRules(jobs).map(({ name }) => name)).not.toContain("sightline-queues");
    const [{ recordings } = {}] = groups.filter(({ name }) => name === "sightline-queues");
    expect(recordings?.map(({ expr }) => expr)).toEqual(["max by (queue) (mail_queue_length)"]);
    const plain = gauge("jobs_queue_length", { help: "Jobs that wait.", from: "app" });
    const two = platformRules(jobs, { metrics: [...metrics, plain] }).find(({ name }) => name === "sightline-queues");
    expect(two?.recordings?.[0]?.expr).toContain(
      'label_replace(max(jobs_queue_length), "queue", "jobs_queue_length", "", "")',
    );
  });

  it("NodeDown: in a cluster, where each node has a target of its own", () => {
    const has = (settings: object) => stack({ ...settings }).alerts.includes("NodeDown");
    expect(has({ target: "kubernetes" })).toBe(true);
    expect(has({ target: "kubernetes", exporters: { node: false } })).toBe(true);
    expect(has({ target: "kubernetes", exporters: { node: false, containers: false } })).toBe(false);
    expect(has({ target: "docker" })).toBe(false);
  });

  it("leaves the rest of a dashboard, and says nothing of it", () => {
    const bare = stack({ postgres: { mode: "none" }, redis: { mode: "none" }, exporters: { node: false } }, "loom");
    expect(bare.dashboards).toContain("sightline-capacity");
    expect(bare.panels).toContain("Growth of series");
    expect(bare.panels).not.toContain("Disks full in");
    const own = alerts.map(({ name }) => `alert ${name}:`);
    expect(bare.leftOut.filter((line) => own.some((name) => line.startsWith(name)))).toEqual([]);
  });

  it("everything at once is what is proved and published", () => {
    const { settings, workload } = readSettings("all", everything("pharmacy-care-plan"));
    const names = stackSignals(settings, workload).specs.rules.map(({ name }) => name);
    const packs = platformRules(["app"], { metrics: workload.metrics }).map(({ name }) => name);
    expect(packs.filter((name) => !names.includes(name))).toEqual([]);
  });
});

it("no probe of other URLs without the prober", () => {
  const settings = { exporters: { probes: false, probeUrls: ["https://a.example/"] } };
  expect(() => stack(settings)).toThrow("probeUrls");
});

it("docs/packs.md compares each of them with what others publish", () => {
  const page = readFileSync(join(__dirname, "../../docs/packs.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([A-Z]\w+)`/gm)].map((match) => match[1]!);
  expect([...rows].sort()).toEqual(alerts.map(({ name }) => name).sort());
});
