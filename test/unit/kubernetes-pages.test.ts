import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { flowsTable } from "../../cli/lib/pages/flows-table";
import { platformsTable } from "../../cli/lib/pages/platforms-table";
import { podsTable } from "../../cli/lib/pages/pods-table";
import { rightsTable } from "../../cli/lib/pages/rights-table";
import { recordedStacks, type RecordedResource, type RecordedStacks } from "../../cli/lib/recorded-services";
import { kubernetesVersions } from "../../cli/lib/kubernetes/versions";
import { operatorVersions } from "../../components/platform/operator/versions";

let stacks: RecordedStacks;
beforeAll(async () => {
  stacks = await recordedStacks();
});

const named = (kind: string, name: string, { inputs }: RecordedResource) =>
  inputs["kind"] === kind && (inputs["metadata"] as { name: string }).name === name;
/** The stack in a cluster without one of its objects. */
const without = (kind: string, name: string): RecordedStacks => ({
  ...stacks,
  kubernetes: stacks.kubernetes.filter((resource) => !named(kind, name, resource)),
});

describe("the table of both targets", () => {
  it("has the same rules, panels and settings on both", () => {
    const rows = platformsTable(stacks).split("\n");
    const row = (start: string) => rows.find((line) => line.startsWith(`| ${start}`));
    expect(row("rules `pharmacy-errors`")).toMatch(/\| (\d+ alerts.*) \| \1 \|/);
    expect(row("dashboard `pharmacy-care-plan`")).toMatch(/\| (\d+ panels) \| \1 \|/);
    expect(row("Prometheus: `alerts go to`")).toContain("| the same | the same |");
    expect(row("limits of `alertmanager`")).toContain("| the same | the same |");
  });

  it.each<[string, () => RecordedStacks]>([
    ["job app", () => without("ServiceMonitor", "app")],
    ["service redis", () => without("StatefulSet", "redis")],
    ["rules pharmacy-errors", () => without("PrometheusRule", "pharmacy-errors")],
    ["dashboard sightline-stack", () => without("ConfigMap", "grafana-files-dashboards")],
    ["secrets of app", () => without("Secret", "app-secrets")],
    ["port app/tcp", () => ({ ...stacks, portForwards: {} })],
  ])("isn't made when %s differs and nobody says why", (what, changed) => {
    expect(() => platformsTable(changed())).toThrow(`${what} isn't explained`);
  });

  it("isn't made when something is explained that doesn't differ any more", () => {
    const docker = stacks.docker.filter(({ name }) => !name.includes("cadvisor"));
    expect(() => platformsTable({ ...stacks, docker })).toThrow("service cadvisor is explained and doesn't differ");
  });
});

describe("the tables of a cluster", () => {
  it("have every flow, with its reason", () => {
    const text = flowsTable(stacks.flows);
    expect(text).toContain("| `worker` | `statsd-exporter` | 9125 | UDP | worker uses statsd-exporter |");
    expect(text).toContain("| `prometheus` | `blackbox-exporter` | 9115 | TCP | scrapes blackbox-exporter; probes |");
    expect(text).toContain("| any address | 443, 6443 | TCP |");
    for (const { why } of stacks.flows) expect(text).toContain(why);
  });

  it("have every right, and where it holds", () => {
    const text = rightsTable(stacks.kubernetes);
    expect(text).toContain("| `prometheus` | the whole cluster | get | core | nodes/metrics |");
    expect(text).not.toContain("sightline-docs");
  });

  it("have a reason for each pod in a privileged namespace", () => {
    expect(podsTable(stacks)).toMatch(/`node-exporter` .*\*\*privileged\*\*.*host mounts: it reports on the machine/);
    expect(() => podsTable({ ...stacks, services: [] })).toThrow(/node-exporter.*no exception says why/);
  });
});

describe("the page", () => {
  it("names the versions that are checked for", () => {
    const text = readFileSync(join(__dirname, "../../docs/kubernetes.md"), "utf8");
    for (const version of [...Object.values(operatorVersions), `Kubernetes ${kubernetesVersions.minimum} `]) {
      expect(text).toContain(version);
    }
  });
});
