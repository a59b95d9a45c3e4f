import { statsdReceiveArgs } from "../signals/statsd-mapping";
import { Component, type ComponentOptions } from "./component";
import { filesPath, type ImageSpec, type Service } from "./platform/platform";

export interface StatsdExporterArgs {
  readonly image: ImageSpec;
  /** For the sidecar that counts what the kernel drops. */
  readonly nodeExporterImage: ImageSpec;
  /** The mapping, as `statsdMapping` makes it. */
  readonly mapping: string;
  /** The UDP port on the machine. */
  readonly publish: number;
  /** The address that it binds to there, on Docker: StatsD knows no passwords. Default: that of all. */
  readonly bind?: string;
  /** One on every machine, for the workers that are there. */
  readonly everyNode: boolean;
}

/** The port that workers send to inside the stack, UDP. */
export const statsdPort = 9125;

/**
 * Takes the workers' StatsD lines and exposes them to Prometheus.
 *
 * The buffers are larger than the exporter's defaults, which lose lines unseen at 50,000 a second (docs/statsd.md has
 * the figures). The kernel caps the read buffer at the host's `net.core.rmem_max`; `verify` looks at it. What the
 * kernel drops the exporter can't know, so a node exporter shares its network and counts that.
 */
export class StatsdExporter extends Component {
  readonly service: Service;

  constructor(name: string, args: StatsdExporterArgs, opts: ComponentOptions) {
    super("StatsdExporter", name, opts);
    this.service = this.platform.service(
      "statsd-exporter",
      {
        image: args.image,
        args: [
          `--statsd.mapping-config=${filesPath}/mapping.yml`,
          `--statsd.listen-udp=:${statsdPort}`,
          "--statsd.listen-tcp=",
          ...statsdReceiveArgs,
          "--web.listen-address=:9102",
        ],
        files: [{ path: "mapping.yml", content: args.mapping }],
        ports: [
          { name: "metrics", port: 9102 },
          {
            name: "statsd",
            port: statsdPort,
            protocol: "udp",
            publish: args.publish,
            ...(args.bind !== undefined && { bind: args.bind }),
          },
        ],
        everyNode: args.everyNode,
        health: { http: { port: 9102, path: "/-/healthy" } },
        // The kernel holds a tenth of a second of full load: whoever reads it mustn't wait behind others.
        // One core, since an engine refuses more than its machine has; 100,000 lines a second take 0.4 of one.
        resources: { memoryMiB: 512, cpus: 1, weight: 8192 },
        confinement: { user: "65534:65534" },
        scrapes: [{ job: "statsd-exporter", port: 9102 }],
        sidecars: {
          kernel: {
            image: args.nodeExporterImage,
            args: [
              "--collector.disable-defaults",
              "--collector.netstat",
              "--collector.sockstat",
              "--collector.udp_queues",
              "--web.disable-exporter-metrics",
              "--web.listen-address=:9100",
            ],
            health: { http: { port: 9100, path: "/" } },
            resources: { memoryMiB: 64, cpus: 0.25 },
            confinement: { user: "65534:65534" },
            scrapes: [{ job: "statsd-kernel", port: 9100 }],
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
