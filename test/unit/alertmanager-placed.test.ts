import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { alertmanagerServices } from "../../components/platform/docker-alertmanager";
import { alertmanagerResource } from "../../components/platform/kubernetes/alertmanager";
import type { AlertmanagerSpec } from "../../components/platform/platform";
import { evaluateCluster } from "../lib/cluster";
import { evaluateSettings, type Evaluated } from "../lib/program";

const spec: AlertmanagerSpec = {
  service: {
    image: { reference: "alertmanager:1" },
    resources: { memoryMiB: 128, cpus: 0.5 },
    confinement: { user: "65534:65534" },
  },
  publish: 9093,
  externalUrl: "http://localhost:9093",
  config: (templates) => `templates: [${templates}/one.tmpl]`,
  templates: { "one.tmpl": "text" },
  secrets: [{ path: "webhook-url", content: "https://hook.example/token" }],
  existingSecrets: [],
  reaches: [],
  tokensInUrls: false,
  replicas: 1,
};
const web = { username: "sightline", password: "secret-of-web", passwordHash: "hash-of-web" };

describe("on Docker", () => {
  const placed = (more: Partial<AlertmanagerSpec>) => alertmanagerServices("alertmanager", { ...spec, ...more });

  it("one is on its own", () => {
    const [{ name, service } = { name: "", service: undefined }, ...others] = placed({});
    expect([name, others]).toEqual(["alertmanager", []]);
    expect(service?.args).toContain("--cluster.listen-address=");
    expect(service?.args?.join(" ")).not.toContain("--cluster.peer");
    expect(service?.args).toContain("--enable-feature=receiver-name-in-metrics");
    expect(service?.health).toEqual({ http: { port: 9093, path: "/-/ready" } });
  });

  it("several know all others, have data of their own, and are published one after the other", () => {
    const three = placed({ replicas: 3 });
    expect(three.map(({ name }) => name)).toEqual(["alertmanager", "alertmanager-2", "alertmanager-3"]);
    expect(three.map(({ service }) => service.ports)).toEqual(
      [9093, 9094, 9095].map((publish) => [{ name: "web", port: 9093, publish }]),
    );
    for (const { name, service } of three) {
      const peers = service.args?.flatMap((arg) => /^--cluster\.peer=(.*):9094$/.exec(arg)?.[1] ?? []);
      expect([...(peers ?? []), name].sort()).toEqual(three.map((other) => other.name));
      expect(service.args).toContain("--cluster.listen-address=0.0.0.0:9094");
      // What a message links to doesn't depend on who sent it.
      expect(service.args).toContain("--web.external-url=http://localhost:9093");
      expect(service.volumes).toEqual([{ name: "data", path: "/alertmanager", sizeGiB: 1 }]);
    }
  });

  it("keeps tokens that are parts of URLs out of its log", () => {
    const [one] = placed({ tokensInUrls: true });
    expect(one?.service.command?.[2]).toMatch(/bot\(token\)[\s\S]*exec alertmanager "\$@"\n$/);
    expect(one?.service.scratch).toEqual([{ path: "/tmp", sizeMiB: 1 }]);
    expect(placed({})[0]?.service.command?.[2]).not.toContain("(token)");
  });

  it("has its templates beside its configuration", () => {
    const [one] = placed({});
    expect(one?.service.files).toEqual([
      { path: "alertmanager.yml", content: "templates: [/etc/sightline/one.tmpl]" },
      { path: "one.tmpl", content: "text" },
    ]);
  });

  it("asked for a login, it is healthy for who has it, and shows it nowhere", () => {
    const [one] = placed({ web });
    const { health, secrets = [], ...shown } = one!.service;
    expect(shown.args).toContain("--web.config.file=/run/secrets/web.yml");
    expect(health).toMatchObject({ command: expect.arrayContaining(["amtool", "cluster", "show"]) as string[] });
    expect(JSON.stringify([shown, health])).not.toMatch(/secret-of-web|hash-of-web/);
    expect(secrets.map(({ path }) => path).sort()).toEqual(["web-password", "web.yml", "webhook-url"]);
  });

  it("has no secrets of a cluster", () => {
    const existingSecrets = [{ path: "on-call.slack.0.url", name: "slack", key: "url" }];
    expect(() => placed({ existingSecrets })).toThrow("Docker has no secret slack");
  });
});

describe("on Kubernetes", () => {
  const surroundings = {
    stack: "test",
    namespace: "sightline-test",
    role: "alertmanager",
    labels: {},
    image: "alertmanager:1",
    version: "v0.33.1",
    replicas: 3,
    priorityClass: "first",
    storageClass: undefined,
    scheduling: { nodeSelector: {}, tolerations: [], imagePullSecrets: [] },
    configSecret: "alertmanager-config",
    filesSecret: "alertmanager-secrets",
  };

  it("hands its configuration on as it is: nothing is merged into it", () => {
    const resource = alertmanagerResource(spec, surroundings);
    expect(resource).toMatchObject({ replicas: 3, enableFeatures: ["receiver-name-in-metrics"] });
    expect(Object.keys(resource).filter((key) => /^alertmanagerConfig/.test(key))).toEqual([]);
  });

  it("has its own secrets and those of others in one folder", () => {
    const existingSecrets = [
      { path: "on-call.slack.0.url", name: "chat", key: "slack" },
      { path: "on-call.teams.0.url", name: "chat", key: "teams" },
      { path: "smtp.password", name: "mail", key: "password" },
    ];
    const { volumes, volumeMounts } = alertmanagerResource({ ...spec, existingSecrets }, surroundings);
    const chat = [
      { key: "slack", path: "on-call.slack.0.url" },
      { key: "teams", path: "on-call.teams.0.url" },
    ];
    expect(volumes?.map(({ projected }) => projected?.sources)).toEqual([
      [
        { secret: { name: "alertmanager-secrets" } },
        { secret: { name: "chat", items: chat } },
        { secret: { name: "mail", items: [{ key: "password", path: "smtp.password" }] } },
      ],
    ]);
    expect(volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(["/run/secrets"]);
  });

  it("keeps tokens out of its log, with a place for the pipe that its root file system hasn't", () => {
    const { containers, volumes } = alertmanagerResource(
      { ...spec, existingSecrets: [{ path: "a", name: "b", key: "c" }], tokensInUrls: true },
      surroundings,
    );
    expect(volumes?.map(({ name }) => name)).toEqual(["secrets", "log"]);
    expect(containers?.[0]).toMatchObject({ name: "alertmanager", volumeMounts: [{ name: "log", mountPath: "/tmp" }] });
    expect(containers?.[0]?.command[2]).toMatch(/bot\(token\)[\s\S]*exec alertmanager "\$@"$/);
    expect(alertmanagerResource(spec, surroundings).containers).toBeUndefined();
  });

  it("has its templates where the operator puts them", async () => {
    const slack = [{ url: { kubernetesSecret: { name: "chat", key: "slack" } } }];
    const cluster = await evaluateCluster({ receivers: { "on-call": { slack } } });
    const config = cluster.get("Secret", "alertmanager-config")["stringData"] as Record<string, string>;
    const named = (parse(config["alertmanager.yaml"]!) as { templates: string[] }).templates;
    const others = Object.keys(config).filter((key) => key !== "alertmanager.yaml");
    expect(others.length).toBeGreaterThan(0);
    expect(named.sort()).toEqual(others.map((key) => `/etc/alertmanager/config/${key}`).sort());
    expect(cluster.get("Alertmanager", "alertmanager").spec.volumes[0].projected.sources).toEqual([
      { secret: { name: "chat", items: [{ key: "slack", path: "on-call.slack.0.url" }] } },
    ]);
  });

  it("has no volume of secrets where there are none", () => {
    const { filesSecret: _, ...without } = surroundings;
    expect(alertmanagerResource({ ...spec, secrets: [] }, without)).not.toHaveProperty("volumes");
  });
});

describe("a stack with three", () => {
  let evaluated: Evaluated;
  beforeAll(async () => {
    evaluated = await evaluateSettings({ alertmanager: { replicas: 3 } });
  });
  const roles = ["alertmanager", "alertmanager-2", "alertmanager-3"];

  it("is rendered with each of them, and names of resources that were there before", () => {
    interface Compose {
      readonly services: Record<string, { readonly ports: { readonly published: string }[] }>;
      readonly volumes: Record<string, unknown>;
    }
    const { services, volumes } = parse(evaluated.files.get("compose.yaml") ?? "") as Compose;
    expect(roles.map((role) => services[role]?.ports.map(({ published }) => published))).toEqual(
      ["9093", "9094", "9095"].map((port) => [port]),
    );
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(roles.map((role) => `${role}-data`)));
    const names = evaluated.resources.map(({ name }) => name);
    for (const name of ["", "-data", "-files"]) expect(names).toContain(`sightline-unit-alertmanager${name}`);
  });

  it("has a Prometheus that sends to all of them and scrapes each", () => {
    const config = evaluated.files.get("files/prometheus/prometheus.yml") ?? "";
    for (const role of roles) expect(config.split(`${role}:9093`).length - 1, role).toBe(2);
  });

  it("is watched as a cluster", () => {
    expect([...evaluated.files.keys()]).toContain("files/prometheus/rules/sightline-alertmanager-cluster.yaml");
  });
});
