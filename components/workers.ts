import { Component, type ComponentOptions } from "./component";
import { connectionServices } from "./connections";
import { processSpec, type ProcessArgs } from "./app";
import type { AutoscalingSpec, Service, ServiceSpec } from "./platform/platform";

export interface WorkersArgs extends ProcessArgs {
  /** How many; 0 is none. */
  readonly replicas: number;
  readonly autoscaling?: AutoscalingSpec;
  /** Where each exposes metrics of its process. Default: nowhere. */
  readonly metricsPort?: number;
  readonly metricsPath: string;
}

/** The application's workers. They take work from a queue and report by StatsD, so only Prometheus connects to them. */
export class Workers extends Component {
  readonly services: readonly Service[];

  constructor(name: string, args: WorkersArgs, opts: ComponentOptions) {
    super("Workers", name, opts);
    const { replicas, autoscaling, metricsPort: port, metricsPath: path } = args;
    const service: ServiceSpec = {
      ...processSpec(args),
      ...(port !== undefined && { ports: [{ name: "metrics", port }], scrapes: [{ job: "worker", port, path }] }),
    };
    this.services = this.platform.replicas(
      "worker",
      { service, count: replicas, nameVariable: "WORKER_NAME", ...(autoscaling && { autoscaling }) },
      { parent: this, after: connectionServices(args.connections) },
    );
    this.registerOutputs({});
  }
}
