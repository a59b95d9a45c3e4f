import { toYaml } from "../signals/yaml";
import { Component, type ComponentOptions } from "./component";
import { filesPath, type ImageSpec, type Reach, type Service } from "./platform/platform";

export interface BlackboxExporterArgs {
  readonly image: ImageSpec;
  /** What it asks. */
  readonly reaches: readonly Reach[];
}

const config = toYaml({
  modules: { http_2xx: { prober: "http", timeout: "5s", http: { preferred_ip_protocol: "ip4" } } },
});

/** Asks health endpoints as a user would, from outside of their processes. */
export class BlackboxExporter extends Component {
  readonly service: Service;

  constructor(name: string, args: BlackboxExporterArgs, opts: ComponentOptions) {
    super("BlackboxExporter", name, opts);
    this.service = this.platform.service(
      "blackbox-exporter",
      {
        image: args.image,
        args: [`--config.file=${filesPath}/blackbox.yml`],
        files: [{ path: "blackbox.yml", content: config }],
        ports: [{ name: "metrics", port: 9115 }],
        reaches: args.reaches,
        health: { http: { port: 9115, path: "/-/healthy" } },
        resources: { memoryMiB: 64, cpus: 0.5 },
        confinement: { user: "65534:65534" },
        scrapes: [{ job: "blackbox-exporter", port: 9115 }],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
