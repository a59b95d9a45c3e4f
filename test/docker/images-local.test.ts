import { describe, expect, it } from "vitest";
import { attempt, waitUntil } from "../../cli/lib/shell";
import type { ImageName } from "../../images/recipes";
import { docker, ref, Sandbox, strict } from "./images-sandbox";

const sandbox = new Sandbox();

describe("every local image", () => {
  it.each<[ImageName, uid: number, program: string, directories: string[]]>([
    ["alertmanager", 65534, "/bin/alertmanager", ["/alertmanager"]],
    ["blackbox-exporter", 65534, "/bin/blackbox_exporter", []],
    ["caddy", 0, "/usr/bin/caddy", []],
    ["cadvisor", 0, "/usr/bin/cadvisor", []],
    ["files", 0, "/bin/chown", []],
    ["node", 1000, "/usr/bin/node", []],
    ["node-exporter", 65534, "/bin/node_exporter", []],
    ["postgres", 999, "/usr/lib/postgresql/18/bin/postgres", ["/var/lib/postgresql"]],
    ["postgres-exporter", 65534, "/bin/postgres_exporter", []],
    ["prometheus", 65534, "/bin/promtool", ["/prometheus"]],
    ["redis", 999, "/usr/bin/redis-server", ["/data"]],
    ["redis-exporter", 59000, "/redis_exporter", []],
    ["statsd-exporter", 65534, "/bin/statsd_exporter", []],
  ])("is laid out as published: %s", async (name, uid, program, directories) => {
    const writes = directories.map((directory) => `touch ${directory}/x; `).join("");
    const mounts = directories.flatMap((directory) => ["--mount", `type=volume,dst=${directory}`]);
    const inside = ["--entrypoint", "sh", ref(name), "-ec", `${writes}test -x ${program}; command -v wget; id -u`];
    const said = await docker("run", "--rm", "--network", "none", ...strict, ...mounts, ...inside);
    expect(said).toBe(`/usr/bin/wget\n${uid}`);
  });
});

describe("the local Redis", () => {
  const ping = async (server: string) =>
    (await attempt("docker", ["run", "--rm", "--network", sandbox.id, ref("redis"), "redis-cli", "-h", server, "ping"]))
      .stdout;

  it("takes flags or a configuration file, and answers other containers", async () => {
    const flags = await sandbox.start("redis", [...strict, ref("redis")], "--maxmemory", "10mb");
    expect(await waitUntil(async () => (await ping(flags)) === "PONG\n", 10_000)).toBe(true);
    const settings = await sandbox.put("conf", "r.conf", "protected-mode yes\n");
    const file = await sandbox.start("redis-conf", [...strict, "-v", `${settings}:/c:ro`, ref("redis")], "/c/r.conf");
    expect(await waitUntil(async () => /DENIED/.test(await ping(file)), 10_000)).toBe(true);
  });
});

describe("the local Node", () => {
  it("runs code, a file or another program", async () => {
    const node = (...args: string[]) => docker("run", "--rm", ...strict, ref("node"), ...args);
    expect(await node("-p", "6 * 7")).toBe("42");
    expect(await node("echo", "hello")).toBe("hello");
    const code = await sandbox.put("code", "app.js", "console.log(process.argv.slice(2).join())");
    expect(await docker("run", "--rm", ...strict, "-v", `${code}:/app:ro`, ref("node"), "/app/app.js", "a", "b")).toBe(
      "a,b",
    );
  });
});

describe("the local cAdvisor", () => {
  it("shows a container's CPU, memory and network by name, without privileges", async () => {
    const paths = ["/:/rootfs:ro", "/sys:/sys:ro", "/var/run/docker.sock:/var/run/docker.sock:ro"];
    const cadvisor = await sandbox.start(
      "cadvisor",
      [...strict, ...paths.flatMap((path) => ["-v", path]), ref("cadvisor")],
      ...["-docker_only=true", "-store_container_labels=false", "-housekeeping_interval=1s"],
      "-enable_metrics=cpu,memory,network",
    );
    const get = async (path: string) =>
      (await attempt("docker", ["exec", cadvisor, "wget", "-qO-", `http://localhost:8080${path}`])).stdout;
    const named = async (metric: string) =>
      new RegExp(`^${metric}\\{.*name="${cadvisor}"`, "m").test(await get("/metrics"));
    for (const metric of ["cpu_usage_seconds_total", "memory_working_set_bytes", "network_receive_bytes_total"]) {
      expect(await waitUntil(() => named(`container_${metric}`), 20_000, 500), metric).toBe(true);
    }
    const [, rss] = /^process_resident_memory_bytes (\S+)$/m.exec(await get("/metrics"))!;
    expect(Number(rss)).toBeLessThan(60e6);
    expect(await get("/healthz")).toBe("ok");
  });
});
