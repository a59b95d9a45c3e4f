import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { isPresent } from "../../cli/lib/build";
import { attempt, run, waitUntil } from "../../cli/lib/shell";
import versions from "../../versions.json";
import { docker, ref, Sandbox, strict } from "./images-sandbox";

const sandbox = new Sandbox();
beforeEach(async ({ skip }) =>
  skip(!(await isPresent(ref("prometheus-operator"))), "the images for Kubernetes aren't built here"),
);

/** As a pod under the restricted standard runs: the user comes from its security context, not from the image. */
const restricted = [...strict, "--user", "65534:65534"];
const logs = async (container: string) => {
  const { stdout, stderr } = await attempt("docker", ["logs", container]);
  return stdout + stderr;
};

describe("the operator's image", () => {
  it("starts as published, and looks for a cluster", async () => {
    const name = await sandbox.start("operator", [...restricted, ref("prometheus-operator")]);
    expect(await waitUntil(async () => /unable to load in-cluster configuration/.test(await logs(name)), 20_000)).toBe(
      true,
    );
  });

  it("has the reloader of its own version for a default", async () => {
    const { stdout, stderr } = await attempt("docker", [
      "run",
      "--rm",
      ...restricted,
      ref("prometheus-operator"),
      "--help",
    ]);
    expect(stdout + stderr).toContain(`prometheus-config-reloader:${versions["prometheus-config-reloader"].upstream}`);
  });

  it.each(["prometheus-operator", "prometheus-config-reloader"] as const)(
    "%s isn't root's by default",
    async (name) => {
      expect(await docker("run", "--rm", ...strict, "--entrypoint", "id", ref(name), "-u")).toBe("65534");
    },
  );
});

/** Arguments are those that the operator gives; it names no command. */
describe("a pod as the operator makes it", () => {
  /** Volumes that a pod's fsGroup would make writable. */
  async function shared(...names: string[]): Promise<string[]> {
    for (const name of names) {
      const into = ["-v", `${sandbox.id}-${name}:/v`, ref("files")];
      await docker("run", "--rm", ...into, "chown", "65534:65534", "/v");
    }
    return names.map((name) => `${sandbox.id}-${name}`);
  }

  async function putCompressed(volume: string, file: string, text: string): Promise<void> {
    const write = `base64 -d >/into/${file}.new && mv /into/${file}.new /into/${file}`;
    await run("docker", ["run", "--rm", "-i", "-v", `${volume}:/into`, ref("files"), "sh", "-c", write], {
      input: gzipSync(text).toString("base64"),
    });
  }

  const get = async (container: string, url: string) =>
    (await attempt("docker", ["exec", container, "wget", "-qO-", url])).stdout;

  it.each([
    ["0.85", []],
    [
      "0.79",
      ["--web.console.templates=/etc/prometheus/consoles", "--web.console.libraries=/etc/prometheus/console_libraries"],
    ],
  ])("runs Prometheus and reloads it (%s)", async (_, older) => {
    const id = `p${older.length}`;
    const [config, out, data, web] = await shared(`${id}-config`, `${id}-out`, `${id}-data`, `${id}-web`);
    const settings = (label: string) => `global: {external_labels: {pod: $(POD_NAME), label: ${label}}}\n`;
    await putCompressed(config!, "prometheus.yaml.gz", settings("first"));
    await sandbox.put(`${id}-web`, "web-config.yaml", "");
    const mounts = [
      "-v",
      `${config}:/etc/prometheus/config`,
      "-v",
      `${out}:/etc/prometheus/config_out`,
      "-e",
      "POD_NAME=p-0",
    ];
    const files = [
      "--config-file=/etc/prometheus/config/prometheus.yaml.gz",
      "--config-envsubst-file=/etc/prometheus/config_out/prometheus.env.yaml",
    ];
    const reloader = [...restricted, ...mounts, ref("prometheus-config-reloader")];
    await docker("run", "--rm", ...reloader, "--watch-interval=0", "--listen-address=:8081", ...files);

    const prometheus = await sandbox.start(
      `${id}-prometheus`,
      [
        ...[...restricted, "-v", `${out}:/etc/prometheus/config_out:ro`, "-v", `${data}:/prometheus`],
        ...["-v", `${web}:/etc/prometheus/web_config:ro`, ref("prometheus")],
      ],
      ...older,
      "--config.file=/etc/prometheus/config_out/prometheus.env.yaml",
      "--web.enable-lifecycle",
      "--web.route-prefix=/",
      "--web.config.file=/etc/prometheus/web_config/web-config.yaml",
      "--storage.tsdb.retention.time=1d",
      "--storage.tsdb.path=/prometheus",
    );
    const served = () => get(prometheus, "http://localhost:9090/api/v1/status/config");
    expect(await waitUntil(async () => /pod: p-0/.test(await served()), 20_000), await logs(prometheus)).toBe(true);

    const sidecar = `${sandbox.id}-${id}-reloader`;
    await docker(
      ...["run", "-d", "--name", sidecar, "--network", `container:${prometheus}`, ...reloader, ...files],
      ...["--listen-address=:8080", "--reload-url=http://localhost:9090/-/reload", "--watch-interval=1s"],
    );
    await putCompressed(config!, "prometheus.yaml.gz", settings("second"));
    expect(await waitUntil(async () => /label: second/.test(await served()), 20_000), await logs(sidecar)).toBe(true);
  });

  it("runs Alertmanager", async () => {
    const [data, web] = await shared("a-data", "a-web");
    await sandbox.put("a-out", "alertmanager.env.yaml", "route: {receiver: none}\nreceivers: [{name: none}]\n");
    await sandbox.put("a-web", "web-config.yaml", "");
    const alertmanager = await sandbox.start(
      "alertmanager",
      [
        ...[...restricted, "-v", `${sandbox.id}-a-out:/etc/alertmanager/config_out:ro`, "-v", `${data}:/alertmanager`],
        ...["-v", `${web}:/etc/alertmanager/web_config:ro`, ref("alertmanager")],
      ],
      "--config.file=/etc/alertmanager/config_out/alertmanager.env.yaml",
      "--storage.path=/alertmanager",
      "--data.retention=120h",
      "--cluster.listen-address=127.0.0.1:9094",
      "--web.listen-address=:9093",
      "--web.route-prefix=/",
      "--cluster.label=shop/shop",
      "--cluster.peer=127.0.0.1:9094",
      "--cluster.reconnect-timeout=5m",
      "--web.config.file=/etc/alertmanager/web_config/web-config.yaml",
    );
    const ready = async () => /^OK/.test(await get(alertmanager, "http://localhost:9093/-/ready"));
    expect(await waitUntil(ready, 20_000), await logs(alertmanager)).toBe(true);
  });
});
