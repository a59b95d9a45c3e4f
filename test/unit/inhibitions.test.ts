import { describe, expect, it } from "vitest";
import { stackSignals } from "../../config/signals";
import { inhibitions } from "../../signals/delivery/inhibitions";
import { subjectLabels } from "../../signals/delivery/subject-labels";
import { alertLabels } from "../../signals/rule-files";
import type { Alert } from "../../signals/rules";
import type { Signals } from "../../signals/signals";
import { workloads } from "../../workloads";
import { stackOf } from "../lib/rule-sets";

type Labels = Readonly<Record<string, string>>;

const subjects = ["device", "queue"];

/** As Alertmanager does it: the rules by which an alert mutes another. */
function mutes(source: Labels, target: Labels): string[] {
  return inhibitions(subjects)
    .filter(
      ({ source_matchers, target_matchers, equal }) =>
        source_matchers.every((text) => matches(text, source)) &&
        target_matchers.every((text) => matches(text, target)) &&
        equal.every((label) => (source[label] ?? "") === (target[label] ?? "")),
    )
    .map(({ name }) => name);
}

function matches(text: string, labels: Labels): boolean {
  const [, label, operator, value] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(text)!;
  const given = labels[label!] ?? "";
  const same = operator!.includes("~") ? new RegExp(`^(?:${value!})$`).test(given) : value === given;
  return same !== operator!.startsWith("!");
}

/** As it fires in its proof. */
const fired = (alert: Alert): Labels => ({
  alertname: alert.name,
  stack: "docs",
  ...alert.fires.labels,
  ...alertLabels(alert),
});

const known = new Map<string, Signals>();

function signalsOf(name: string): Signals {
  const { settings, workload } = stackOf(name);
  const found = known.get(name) ?? stackSignals(settings, workload);
  known.set(name, found);
  return found;
}

const alertsOf = (name: string) => signalsOf(name).specs.rules.flatMap(({ alerts = [] }) => alerts);

it.each(Object.keys(workloads))("the alerts of %s that mute others, all firing at once", (name) => {
  const all = alertsOf(name).map(fired);
  const pairs = all.flatMap((source) =>
    all
      .filter((target) => target !== source && mutes(source, target).length > 0)
      .map((target) => `${source["alertname"]} over ${target["alertname"]}`),
  );
  const down = all.find(({ alertname }) => ["LoomDown", "ServiceDown", "SmartTgDown"].includes(alertname!))?.[
    "alertname"
  ];
  const burning = pairs.filter((pair) => /^(\w+)BurnsFast over \1Burns(Steadily|Slowly)$/.test(pair));
  const ofDown =
    down === undefined ? [] : [`${down} over ProbeFailed`, `${down} over TargetDown`, `${down} over TargetVanished`];
  expect(pairs.filter((pair) => !burning.includes(pair)).sort()).toEqual(ofDown);
  expect(all.some(({ slo }) => slo !== undefined)).toBe(burning.length > 0);
});

it.each(Object.keys(workloads))("what mutes the targets of %s is quiet while one of its instances answers", (name) => {
  const all = alertsOf(name);
  const targetDown = fired(all.find((alert) => alert.name === "TargetDown")!);
  for (const alert of all.filter((one) => mutes(fired(one), { ...targetDown, instance: "10.0.0.9:8000" }).length > 0)) {
    const instances = ({ series }: { readonly series: object }) =>
      Object.keys(series).filter((one) => /^up{.*job="app"}/.test(one));
    expect(Object.values(alert.quietWhen ?? {}).some((quiet) => instances(quiet).length > 1)).toBe(true);
  }
});

it.each(Object.keys(workloads))("alerts of one name are told apart by labels that are known here: %s", (name) => {
  const labels = alertsOf(name).flatMap((alert) => Object.keys(alert.fires.labels ?? {}));
  expect(labels.filter((label) => !signalsOf(name).subjectLabels.includes(label))).toEqual([]);
});

it("what tells alerts apart isn't how bad they are, whose, or of which stack", () => {
  const labels = ["tenant", "instance", "severity", "priority", "team", "alertname", "alertstate", "stack", "workload"];
  const ofPods = ["container", "namespace", "node", "pod"];
  expect(subjectLabels([...labels, "tenant"])).toEqual([...ofPods, "instance", "tenant"].sort());
});

describe("what is critical mutes the warning of the same name", () => {
  const critical = { alertname: "DiskFull", severity: "critical", stack: "a" };
  const warning = { ...critical, severity: "warning" };

  it("and the same instance", () => {
    const [x, y] = [{ instance: "x:1" }, { instance: "y:1" }];
    expect(mutes({ ...critical, ...x, other: "a" }, { ...warning, ...x })).toHaveLength(1);
    expect(mutes({ ...critical, ...x }, { ...warning, ...x, severity: "info" })).toHaveLength(1);
    expect(mutes({ ...critical, ...x }, { ...warning, ...y })).toEqual([]);
    expect(mutes({ ...critical, ...x }, warning)).toEqual([]);
    expect(mutes({ ...critical, ...x }, { ...warning, ...x, stack: "b" })).toEqual([]);
    expect(mutes({ ...critical, ...x }, { ...warning, ...x, alertname: "DiskSlow" })).toEqual([]);
  });

  it("and of one instance, only of the same thing: all queues and disks are told of by one exporter", () => {
    const x = { instance: "statsd-exporter:9102" };
    expect(mutes({ ...critical, ...x, queue: "a" }, { ...warning, ...x, queue: "a" })).toHaveLength(1);
    expect(mutes({ ...critical, ...x, queue: "a" }, { ...warning, ...x, queue: "b" })).toEqual([]);
    expect(mutes({ ...critical, ...x, device: "sda" }, { ...warning, ...x })).toEqual([]);
  });

  it("and without an instance, only of the same thing", () => {
    expect(mutes(critical, warning)).toHaveLength(1);
    expect(mutes({ ...critical, queue: "a" }, { ...warning, queue: "a" })).toHaveLength(1);
    expect(mutes({ ...critical, queue: "a" }, { ...warning, queue: "b" })).toEqual([]);
  });
});

describe("what is down mutes what only says that it isn't scraped", () => {
  const target = (job: string, instance: string) => ({
    alertname: "TargetDown",
    job,
    instance,
    stack: "a",
    severity: "critical",
  });
  const shopDown = { alertname: "ShopDown", job: "app", stack: "a", severity: "critical", priority: "P0" };

  it("of its job, and of its second one", () => {
    expect(mutes(shopDown, target("app", "app:8000"))).toHaveLength(1);
    expect(mutes(shopDown, target("app-business", "app:8000"))).toHaveLength(1);
    expect(mutes(shopDown, target("worker", "worker:8000"))).toEqual([]);
    expect(mutes({ ...shopDown, stack: "b" }, target("app", "app:8000"))).toEqual([]);
    expect(mutes(shopDown, { ...shopDown, alertname: "ErrorsHigh" })).toEqual([]);
  });

  it("of one instance, where it's one that is down", () => {
    const one = { ...shopDown, instance: "10.0.0.1:8000" };
    expect(mutes(one, target("app", "10.0.0.1:8000"))).toHaveLength(1);
    expect(mutes(one, target("app", "10.0.0.2:8000"))).toEqual([]);
    expect(mutes(one, target("app-business", "10.0.0.1:8000"))).toEqual([]);
    expect(mutes(target("app", "10.0.0.1:8000"), target("app-business", "10.0.0.1:8000"))).toHaveLength(1);
    expect(mutes(target("app", "10.0.0.1:8000"), target("app-business", "10.0.0.2:8000"))).toEqual([]);
  });

  it("not where one of several may be meant: the others must still be told", () => {
    const one = { ...shopDown, priority: "P1" };
    expect(mutes(one, target("app", "10.0.0.2:8000"))).toEqual([]);
    expect(mutes(one, target("app-business", "10.0.0.2:8000"))).toEqual([]);
    expect(mutes(one, { ...target("blackbox", "http://app:8000/health"), alertname: "ProbeFailed" })).toEqual([]);
  });

  it("and only by what is critical itself, whatever it's called", () => {
    const throughput = { ...shopDown, alertname: "ThroughputDown", severity: "info" };
    expect(mutes(throughput, target("app", "app:8000"))).toEqual([]);
    expect(mutes({ ...throughput, instance: "app:8000" }, target("app", "app:8000"))).toEqual([]);
    expect(mutes({ ...target("app", "a:1"), severity: "warning" }, target("app-business", "a:1"))).toEqual([]);
  });

  it("and of the probes that of its health", () => {
    const probe = (instance: string) => ({ alertname: "ProbeFailed", job: "blackbox", instance, stack: "a" });
    expect(mutes(shopDown, probe("http://app:8000/health"))).toHaveLength(1);
    expect(mutes(shopDown, probe("https://shop.example/"))).toEqual([]);
  });
});

describe("a node that is down", () => {
  const node = { alertname: "NodeDown", node: "n1", stack: "a", severity: "critical" };

  it("mutes what ran there, and nothing that doesn't say where it ran", () => {
    expect(mutes(node, { alertname: "TargetDown", node: "n1", job: "app", stack: "a" })).toHaveLength(1);
    expect(mutes(node, { alertname: "TargetDown", node: "n2", job: "app", stack: "a" })).toEqual([]);
    expect(mutes(node, { alertname: "TargetDown", job: "app", stack: "a" })).toEqual([]);
    expect(mutes({ ...node, node: "" }, { alertname: "TargetDown", job: "app", stack: "a" })).toEqual([]);
    expect(mutes({ ...node, severity: "warning" }, { alertname: "TargetDown", node: "n1", stack: "a" })).toEqual([]);
    expect(mutes(node, { ...node, alertname: "KubeNodeNotReady" })).toEqual([]);
    expect(mutes(node, { ...node, alertname: "Watchdog" })).toEqual([]);
  });

  it("isn't one whose exporter can't be scraped", () => {
    const exporter = { alertname: "TargetDown", job: "node-exporter", node: "n1", stack: "a", severity: "critical" };
    expect(mutes(exporter, { alertname: "TargetDown", job: "app", node: "n1", stack: "a" })).toEqual([]);
  });
});
