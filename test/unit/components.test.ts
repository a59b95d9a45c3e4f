import { beforeAll, describe, expect, it } from "vitest";
import type { RecordedService } from "../../cli/lib/recorded-services";
import type { Registered } from "../../cli/translate/evaluate";
import { evaluateSettings, services, type Evaluated } from "../lib/program";

const containerType = "docker:index/container:Container";
const running = ({ resources }: Evaluated) =>
  resources.filter(({ type, inputs }) => type === containerType && inputs["start"] !== false);
const byName = (list: readonly Registered[], role: string) =>
  list.find(({ name }) => name === `sightline-unit-${role}`)?.inputs as Record<string, unknown>;
const roles = (stack: Evaluated) => running(stack).map(({ name }) => name.slice("sightline-unit-".length));

describe("every container", () => {
  let stack: Evaluated;
  let specs: Map<string, RecordedService["spec"]>;
  const each = (check: (inputs: Record<string, unknown>, role: string) => void) =>
    running(stack).forEach(({ name, inputs }) => check(inputs, name.slice("sightline-unit-".length)));

  beforeAll(async () => {
    const [evaluated, recorded] = await Promise.all([evaluateSettings({}), services()]);
    stack = evaluated;
    specs = new Map(recorded.map(({ role, spec }) => [role, spec]));
  });

  it("is there, and described", () => {
    expect(roles(stack).length).toBeGreaterThan(12);
    expect([...specs.keys()].sort()).toEqual(roles(stack).sort());
  });

  it("is confined: read-only, without capabilities or new privileges, unless an exception says why", () => {
    each((inputs, role) => {
      const excused = (what: string) => specs.get(role)?.confinement.exceptions?.some((one) => one.what === what);
      expect(inputs["readOnly"] === true || excused("writable root"), role).toBe(true);
      expect(inputs["securityOpts"], role).toContain("no-new-privileges:true");
      const { drops, adds } = inputs["capabilities"] as { drops: string[]; adds: string[] };
      expect(drops, role).toEqual(["ALL"]);
      expect(adds.length === 0 || excused("capabilities"), role).toBe(true);
      const root = !/^[1-9]\d*:\d+$/.test(String(inputs["user"]));
      expect(!root || excused("root user"), role).toBe(true);
      expect(inputs["privileged"], role).toBeUndefined();
    });
  });

  it("sees nothing of the machine, unless an exception says why, and then reads only", () => {
    each((inputs, role) => {
      const host = (inputs["volumes"] as { hostPath?: string; readOnly?: boolean }[]).filter((one) => one.hostPath);
      const told = specs.get(role)?.confinement.exceptions?.some(({ what }) => what === "host mounts") ?? false;
      expect(host.length > 0, role).toBe(told);
      expect(
        host.every(({ readOnly }) => readOnly === true),
        role,
      ).toBe(true);
    });
  });

  it("is limited, restarted, asked for its health, and its log doesn't grow for ever", () => {
    each((inputs, role) => {
      expect(inputs["memory"], role).toBeGreaterThan(0);
      expect(inputs["memorySwap"], role).toBe(inputs["memory"]);
      expect(Number(inputs["cpus"]), role).toBeGreaterThan(0);
      expect(inputs["restart"], role).toBe("unless-stopped");
      expect(inputs["logOpts"], role).toEqual({ "max-size": "10m", "max-file": "3" });
      expect(inputs["healthcheck"], role).toMatchObject({ tests: expect.arrayContaining(["CMD"]) });
    });
  });

  it("is reached from this machine only", () => {
    const ports = running(stack).flatMap(({ inputs }) => (inputs["ports"] ?? []) as { ip: string }[]);
    expect(ports.length).toBeGreaterThanOrEqual(5);
    expect(new Set(ports.map(({ ip }) => ip))).toEqual(new Set(["127.0.0.1"]));
  });

  it("has the stack's name before its own, and its label", () => {
    for (const { name, inputs, type } of stack.resources) {
      if (!/container:Container|volume:Volume|network:Network/.test(type)) continue;
      expect(inputs["name"]).toBe(name.replace(/-network$/, ""));
      expect(inputs["labels"]).toContainEqual({ label: "sightline.stack", value: "unit" });
    }
  });

  it("gets secrets as files that no other resource names", () => {
    const open = stack.resources.filter(({ name, type }) => type === containerType && !name.endsWith("-secrets"));
    expect(open.length).toBeGreaterThan(12);
    expect(JSON.stringify(open)).not.toContain("secret-of-");
    expect([...stack.files.values()].join("\n")).not.toContain("secret-of-");
    expect([...stack.secretFiles.values()].join("\n")).toContain("secret-of-postgres");
  });

  it("has one Compose service of the same name", () => {
    const compose = stack.files.get("compose.yaml") ?? "";
    for (const role of roles(stack)) expect(compose).toContain(`container_name: sightline-unit-${role}\n`);
  });
});

describe("settings", () => {
  it("lead to an external Postgres and Redis, which then don't run here", async () => {
    const stack = await evaluateSettings({
      postgres: {
        mode: "external",
        host: "db.example",
        port: 6432,
        user: "shop",
        database: "shop",
        sslMode: "require",
      },
      postgresPassword: "plain-postgres",
      redis: { mode: "external", host: "queue.example" },
      redisPassword: "plain-redis",
    });
    expect(roles(stack)).not.toEqual(expect.arrayContaining(["postgres"]));
    expect(roles(stack)).not.toEqual(expect.arrayContaining(["redis"]));
    expect(roles(stack)).toEqual(expect.arrayContaining(["postgres-exporter", "redis-exporter"]));
    const envs = byName(stack.resources, "app")["envs"];
    expect(envs).toEqual(
      expect.arrayContaining(["PGHOST=db.example", "PGPORT=6432", "PGSSLMODE=require", "REDIS_HOST=queue.example"]),
    );
    expect(byName(stack.resources, "postgres-exporter")["envs"]).toContain(
      "DATA_SOURCE_URI=db.example:6432/shop?sslmode=require",
    );
    expect([...stack.files.values()].join("\n")).not.toMatch(/plain-postgres|plain-redis/);
    expect(stack.secretFiles.get("app/postgres-password")).toBe("plain-postgres");
    expect(stack.secretFiles.get("worker-1/redis-password")).toBe("plain-redis");
  });

  it("without database and queue leave out all that is theirs", async () => {
    const stack = await evaluateSettings({ postgres: { mode: "none" }, redis: { mode: "none" } });
    expect(roles(stack).filter((role) => /postgres|redis/.test(role))).toEqual([]);
    expect(String(byName(stack.resources, "app")["envs"])).not.toMatch(/PGHOST|REDIS_HOST/);
  });

  it("make as many workers, or none, and change ports, addresses and limits", async () => {
    const [many, none] = await Promise.all([
      evaluateSettings({ workers: { replicas: 3, memoryMiB: 99 }, bindAddress: "192.0.2.1", ports: { app: 8111 } }),
      evaluateSettings({ workers: { replicas: 0 } }),
    ]);
    expect(roles(many).filter((role) => role.startsWith("worker-"))).toEqual(["worker-1", "worker-2", "worker-3"]);
    expect(byName(many.resources, "worker-3")).toMatchObject({ memory: 99 });
    expect(byName(many.resources, "app")["ports"]).toEqual([
      { internal: 8000, external: 8111, ip: "192.0.2.1", protocol: "tcp" },
    ]);
    expect(many.outputs["applicationUrl"]).toBe("http://192.0.2.1:8111");
    expect(roles(none).filter((role) => role.startsWith("worker-"))).toEqual([]);
  });

  it("give another stack other names throughout", async () => {
    const stack = await evaluateSettings({}, "other");
    const named = stack.resources.filter(({ type }) => /Container|Volume|Network/.test(type));
    expect(named.every(({ inputs }) => String(inputs["name"]).startsWith("sightline-other"))).toBe(true);
    expect(stack.files.get("compose.yaml")).not.toContain("sightline-dev");
  });

  it("are evaluated to the same bytes each time", async () => {
    const [one, two] = await Promise.all([evaluateSettings({}), evaluateSettings({})]);
    expect([...one.files]).toEqual([...two.files]);
    expect(one.resources).toEqual(two.resources);
  });
});
