import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import type { Registered } from "../../cli/translate/evaluate";
import { passwordHash } from "../../components/password-hash";
import { evaluateSettings, type Evaluated } from "../lib/program";

const open = { bindAddress: "0.0.0.0" };

describe("a stack that is published beyond its machine", () => {
  const inputsOf = ({ resources }: Evaluated, role: string) =>
    resources.find(({ name }: Registered) => name === `sightline-unit-${role}`)?.inputs ?? {};
  const portsOf = (inputs: Registered["inputs"]) => inputs["ports"] as { external: number; ip: string }[];
  const hash = passwordHash("secret-of-web", "secret-of-web-salt");

  it("has Prometheus and Alertmanager ask, by a file that only they have", async () => {
    const stack = await evaluateSettings(open);
    expect(stack.outputs["webPassword"]).toBe("secret-of-web");
    for (const role of ["prometheus", "alertmanager"]) {
      expect(inputsOf(stack, role)["command"], role).toContain("--web.config.file=/run/secrets/web.yml");
      expect(parse(stack.secretFiles.get(`${role}/web.yml`) ?? "")).toEqual({ basic_auth_users: { sightline: hash } });
      const { tests } = inputsOf(stack, role)["healthcheck"] as { tests: string[] };
      expect(tests.join(" "), role).toContain("--http.config.file=/etc/sightline/web-client.yml");
    }
    const holders = [...stack.secretFiles].filter(([, content]) => content.includes(hash)).map(([path]) => path);
    expect(holders.sort()).toEqual(["alertmanager/web.yml", "prometheus/web.yml"]);
  });

  it("gives the password to who needs it, as a file; no rendered file has it or the hash", async () => {
    const stack = await evaluateSettings(open);
    const holders = [...stack.secretFiles].filter(([, content]) => content === "secret-of-web").map(([path]) => path);
    expect(holders.sort()).toEqual(["alertmanager", "grafana", "prometheus"].map((role) => `${role}/web-password`));
    const rendered = [...stack.files.values()].join("\n");
    expect(rendered).not.toContain("secret-of-web");
    expect(rendered).not.toMatch(/\$2[aby]\$/);
    const [source] = (
      parse(stack.files.get("files/grafana/provisioning/datasources/prometheus.yaml") ?? "") as {
        datasources: object[];
      }
    ).datasources;
    expect(source).toMatchObject({
      basicAuth: true,
      basicAuthUser: "sightline",
      secureJsonData: { basicAuthPassword: "$__file{/run/secrets/web-password}" },
    });
  });

  it("leaves StatsD's port where only the machine itself reaches it", async () => {
    const stack = await evaluateSettings(open);
    const ips = ["app", "grafana", "prometheus", "alertmanager", "statsd-exporter"].map((role) => [
      role,
      portsOf(inputsOf(stack, role)).map(({ ip }) => ip),
    ]);
    expect(Object.fromEntries(ips)).toEqual({
      app: ["0.0.0.0"],
      grafana: ["0.0.0.0"],
      prometheus: ["0.0.0.0"],
      alertmanager: ["0.0.0.0"],
      "statsd-exporter": ["127.0.0.1"],
    });
    expect(stack.outputs["statsdAddress"]).toBe("localhost:9125/udp");
    const elsewhere = await evaluateSettings({ bindAddress: "192.0.2.1", access: { statsdBindAddress: "192.0.2.2" } });
    expect(portsOf(inputsOf(elsewhere, "statsd-exporter")).map(({ ip }) => ip)).toEqual(["192.0.2.2"]);
    expect(elsewhere.outputs).toMatchObject({
      prometheusUrl: "http://192.0.2.1:9091",
      statsdAddress: "192.0.2.2:9125/udp",
    });
  });

  it("makes Prometheus' targets that ask anew with each password, and shows nothing of it", async () => {
    const targets = async (job: string, webPassword: string) => {
      const stack = await evaluateSettings({ ...open, webPassword });
      const text = stack.secretFiles.get(`prometheus/targets-${job}.json`) ?? "";
      return (JSON.parse(text) as { targets: string[]; labels: { __login: string } }[])[0];
    };
    const first = await targets("alertmanager", "s3cret-word");
    const other = await targets("prometheus", "s3cret-w0rd");
    expect([first?.targets, other?.targets]).toEqual([["alertmanager:9093"], ["localhost:9090"]]);
    expect(first?.labels.__login).toMatch(/^[0-9a-f]{12}$/);
    expect(other?.labels.__login).not.toBe(first?.labels.__login);
  });

  it("takes one's own password, and makes none", async () => {
    const stack = await evaluateSettings({ ...open, webPassword: "s3cret-word" });
    expect(stack.outputs["webPassword"]).toBe("s3cret-word");
    expect(stack.resources.map(({ name }) => name)).not.toContain("sightline-unit-secrets-web");
    expect(stack.secretFiles.get("prometheus/web-password")).toBe("s3cret-word");
  });

  it("is as it was where only the machine itself reaches it", async () => {
    const stack = await evaluateSettings({});
    expect(stack.outputs["webPassword"]).toBeNull();
    expect(stack.resources.map(({ name }) => name).filter((name) => name.includes("secrets-web"))).toEqual([]);
    const all = JSON.stringify([stack.resources, [...stack.files]]);
    expect(all.match(/web\.config|web-client|basicAuth|basic_auth|PROMETHEUS_USER/g) ?? []).toEqual([]);
  });

  it("on Kubernetes asks where it's published, not in the pods", async () => {
    const stack = await evaluateSettings({
      target: "kubernetes",
      kubernetes: { ingress: { hosts: { prometheus: "m.example" } } },
    });
    expect(stack.outputs["webPassword"]).toBe("secret-of-web");
    const prometheus = stack.resources.filter(({ type }) => type.endsWith(":Prometheus")).map(({ inputs }) => inputs);
    expect(prometheus.length).toBe(1);
    expect(JSON.stringify(prometheus)).not.toMatch(/web-password|basicAuth/);
  });
});
