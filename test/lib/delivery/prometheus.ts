import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../cli/lib/shell";
import { imageRef } from "../../../images/ref";
import { ruleFiles } from "../../../signals/rule-files";
import type { RuleGroup } from "../../../signals/rules";
import { toYaml } from "../../../signals/yaml";

/** A real Prometheus in a container that watches one Alertmanager, and sends it what these rules find. */
export class TestPrometheus {
  private constructor(
    private readonly name: string,
    private readonly folder: string,
  ) {}

  /** @param alertmanager the name of its container */
  static async start(alertmanager: string, groups: readonly RuleGroup[]): Promise<TestPrometheus> {
    // Whichever of the two made the image of Alertmanager made this one.
    const source = (await run("docker", ["inspect", "--format", "{{.Config.Image}}", alertmanager])).startsWith("sight")
      ? "local"
      : "upstream";
    const image = imageRef("prometheus", { source });
    if (image === undefined) throw new Error("there is no image of Prometheus");
    const address = await run("docker", ["inspect", "--format", "{{.NetworkSettings.IPAddress}}", alertmanager]);
    const folder = mkdtempSync(join(tmpdir(), "sightline-prometheus-"));
    const targets = [{ targets: [`${address}:9093`] }];
    const files = ruleFiles(groups);
    const config = {
      global: { scrape_interval: "1s", evaluation_interval: "1s", external_labels: { stack: "test" } },
      scrape_configs: [{ job_name: "alertmanager", static_configs: targets }],
      alerting: { alertmanagers: [{ static_configs: targets }] },
      rule_files: files.map(({ name }) => name),
    };
    chmodSync(folder, 0o755);
    for (const { name, content } of [{ name: "prometheus.yml", content: toYaml(config) }, ...files])
      writeFileSync(join(folder, name), content, { mode: 0o644 });
    const name = `sightline-test-prometheus-${randomBytes(4).toString("hex")}`;
    await run("docker", [
      ...["run", "--detach", "--name", name, "--user", "65534:65534", "--cap-drop", "ALL", "--memory", "256m"],
      ...["--volume", `${folder}:/etc/test:ro`, "--tmpfs", "/data:mode=1777", image],
      ...["--config.file=/etc/test/prometheus.yml", "--storage.tsdb.path=/data"],
    ]);
    return new TestPrometheus(name, folder);
  }

  async remove(): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.name]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
