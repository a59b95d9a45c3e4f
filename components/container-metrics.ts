import { Component, type ComponentOptions } from "./component";
import type { ImageSpec, Service } from "./platform/platform";

export interface ContainerMetricsArgs {
  /** cAdvisor's, where the target itself has no such metrics. */
  readonly image: ImageSpec;
}

/** Processor, memory and network of every container. */
export class ContainerMetrics extends Component {
  readonly services: readonly Service[];

  constructor(name: string, args: ContainerMetricsArgs, opts: ComponentOptions) {
    super("ContainerMetrics", name, opts);
    this.services = this.platform.containerMetrics("cadvisor", args.image, { parent: this });
    this.registerOutputs({});
  }
}
