import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { UserError } from "../../signals/errors";
import { endpoint, evaluateCluster, type Cluster } from "../lib/cluster";
import { allows, type NetworkPolicy } from "../lib/network-policy";
import { evaluateSettings, type Evaluated } from "../lib/program";
import { documentProbes } from "../lib/probes";

const workload = "self-rag";
const containerType = "docker:index/container:Container";
const container = ({ resources }: Evaluated, role: string) =>
  resources.find(({ name, type }) => type === containerType && name === `sightline-unit-${role}`)?.inputs as
    Record<string, unknown> | undefined;

interface Job {
  readonly job_name: string;
  readonly scrape_interval: string;
  readonly scrape_timeout: string;
  readonly metrics_path: string;
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}
const jobs = ({ files }: Evaluated) =>
  (parse(files.get("files/prometheus/prometheus.yml")!) as { scrape_configs: Job[] }).scrape_configs;

describe("a stack of Self-RAG on Docker", () => {
  let stack: Evaluated;
  beforeAll(async () => {
    stack = await evaluateSettings({ workload });
  });

  it.each([
    ["app", { interval: "30s", timeout: "10s", retries: 3, startPeriod: "40s" }],
    ["postgres", { interval: "10s", timeout: "5s", retries: 5, startPeriod: "30s" }],
    ["qdrant", { interval: "30s", timeout: "10s", retries: 3 }],
    ["redis", { interval: "10s", timeout: "5s", retries: 3 }],
  ])("asks %s for its health as the document does", (role, timing) => {
    expect(container(stack, role)!["healthcheck"]).toMatchObject(timing);
  });

  it("asks what the document asks", () => {
    const tests = (role: string) => String((container(stack, role)!["healthcheck"] as { tests: string[] }).tests);
    expect(tests("app")).toContain(":8020/health");
    expect(tests("postgres")).toContain("pg_isready");
    expect(tests("qdrant")).toContain("/readyz");
    expect(tests("redis")).toContain("redis-cli ping");
  });

  it("scrapes the application, Qdrant and the exporters every 30 s, the others every 15 s", () => {
    const document = ["app", "node-exporter", "postgres-exporter", "qdrant", "redis-exporter"];
    for (const { job_name: job, scrape_interval: interval } of jobs(stack)) {
      expect(interval, job).toBe(document.includes(job) ? "30s" : "15s");
    }
    const ofDocument = jobs(stack).filter(({ job_name: job }) => document.includes(job));
    expect(ofDocument.map((job) => [job.static_configs[0]!.targets[0], job.metrics_path, job.scrape_timeout])).toEqual([
      ["app:8020", "/metrics", "10s"],
      ["node-exporter:9100", "/metrics", "10s"],
      ["postgres-exporter:9187", "/metrics", "10s"],
      ["qdrant:6333", "/metrics", "10s"],
      ["redis-exporter:9121", "/metrics", "10s"],
    ]);
    const { global, alerting } = parse(stack.files.get("files/prometheus/prometheus.yml")!) as {
      global: Record<string, unknown>;
      alerting: unknown;
    };
    expect(global).toMatchObject({ scrape_interval: "15s", evaluation_interval: "15s" });
    expect(JSON.stringify(alerting)).toContain("alertmanager:9093");
  });

  it("mutes the warning of what fires as critical", () => {
    const { inhibit_rules: rules } = parse(stack.files.get("files/alertmanager/alertmanager.yml")!) as {
      inhibit_rules: object[];
    };
    expect(rules).toContainEqual({
      name: "critical over warning, of the same subject",
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"'],
      // What an alert of this stack may carry, of the workload's contract and of the exporters.
      equal: expect.arrayContaining(["alertname", "instance", "stack", "device", "slo"]) as unknown,
    });
  });

  it("has no workers, and tells the application where Qdrant is", () => {
    expect(container(stack, "worker-1")).toBeUndefined();
    expect(container(stack, "app")!["envs"]).toContain("QDRANT_URL=http://qdrant:6333");
    expect(container(stack, "app")!["envs"]).toContain("PORT=8020");
  });

  it("keeps Qdrant's data, publishes nothing of it, and runs it without rights", () => {
    const qdrant = container(stack, "qdrant")!;
    expect(qdrant).toMatchObject({ user: "1000:1000", readOnly: true, ports: [] });
    expect(qdrant["volumes"]).toEqual([
      { volumeName: "sightline-unit-qdrant-data", containerPath: "/qdrant/storage" },
      { volumeName: "sightline-unit-qdrant-snapshots", containerPath: "/qdrant/snapshots" },
    ]);
  });
});

describe("Qdrant", () => {
  it("is left out where its image can't be had, with its job, and that is said", async () => {
    const stack = await evaluateSettings({ workload, imageSource: "local" });
    expect(container(stack, "qdrant")).toBeUndefined();
    expect(String(container(stack, "app")!["envs"])).not.toContain("QDRANT");
    expect([...stack.files.values()].join("\n")).not.toMatch(/job(_name)?[:=] ?"?qdrant/);
    const read = readSettings("dev", { "sightline:workload": workload, "sightline:imageSource": "local" });
    expect(stackSignals(read.settings, read.workload).leftOut).toContain("qdrant: its image can't be had here");
  });

  it("runs only where it's asked for", async () => {
    const stack = await evaluateSettings({});
    expect(container(stack, "qdrant")).toBeUndefined();
    expect([...stack.files.values()].join("\n")).not.toContain("qdrant:6333");
  });

  it("may be one outside, which isn't run here", async () => {
    const stack = await evaluateSettings({
      workload,
      qdrant: { mode: "external", host: "vectors.example", port: 7000 },
    });
    expect(container(stack, "qdrant")).toBeUndefined();
    expect(container(stack, "app")!["envs"]).toContain("QDRANT_URL=http://vectors.example:7000");
    expect(jobs(stack).map((job) => job.job_name)).not.toContain("qdrant");
  });

  it.each([
    [{ mode: "external" }, 'qdrant.mode is "external", so qdrant.host was expected'],
    [{ mode: "run", host: "vectors.example" }, 'qdrant.host is "vectors.example", but qdrant.mode is "run"'],
  ])("is refused as %j", (qdrant, expected) => {
    const read = () => readSettings("dev", { "sightline:qdrant": JSON.stringify(qdrant) });
    expect(read).toThrow(UserError);
    expect(read).toThrow(expected);
  });
});

describe("a stack of Self-RAG on Kubernetes", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await evaluateCluster({ workload });
  });

  it("has the document's three probes, with exactly its timings", () => {
    const [app] = cluster.podsOf("app").spec.containers;
    expect(app).toMatchObject(documentProbes);
  });

  it("scrapes the application and Qdrant every 30 s", () => {
    for (const role of ["app", "qdrant"]) {
      const { endpoints } = cluster.get("ServiceMonitor", role).spec as { endpoints: { interval: string }[] };
      expect(endpoints.map(({ interval }) => interval)).toEqual(["30s"]);
    }
  });

  it("lets only the application and Prometheus to Qdrant", () => {
    expect(cluster.podsOf("qdrant").kind).toBe("StatefulSet");
    const policies = cluster.all("NetworkPolicy") as unknown as NetworkPolicy[];
    const to = endpoint(cluster.podsOf("qdrant"));
    const let_in = cluster
      .pods()
      .filter((pods) => allows(policies, { from: endpoint(pods), to, port: 6333, protocol: "TCP" }));
    expect(let_in.map(({ role }) => role).sort()).toEqual(["app", "prometheus"]);
  });
});

it("its stack file has ports of its own, and nothing that the workload says already", () => {
  const { config } = parse(readFileSync("Pulumi.self-rag.yaml", "utf8")) as { config: Record<string, unknown> };
  expect(config).toEqual({
    "sightline:target": "docker",
    "sightline:workload": workload,
    "sightline:ports": { app: 8020, grafana: 3020, prometheus: 9120, alertmanager: 9220, statsd: 9320 },
  });
});
