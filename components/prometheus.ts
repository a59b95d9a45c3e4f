import { Component, type ComponentOptions } from "./component";
import type { ImageSpec, PrometheusSpec, Service } from "./platform/platform";

export interface PrometheusArgs extends Omit<PrometheusSpec, "service" | "externalUrl"> {
  readonly image: ImageSpec;
}

/** Prometheus 3: scrapes, stores, evaluates the rules. Takes changed rules without a restart. */
export class Prometheus extends Component {
  readonly service: Service;
  readonly url: string;

  constructor(name: string, args: PrometheusArgs, opts: ComponentOptions) {
    super("Prometheus", name, opts);
    const { image, ...spec } = args;
    this.url = this.platform.url("prometheus", args.publish);
    this.service = this.platform.prometheus(
      "prometheus",
      {
        ...spec,
        externalUrl: this.url,
        service: {
          image,
          resources: { memoryMiB: 1024, cpus: 1 },
          confinement: { user: "65534:65534" },
          // It flushes what it holds in memory.
          stopSeconds: 60,
        },
      },
      // An alert that finds nobody at home is sent again only after a minute.
      { parent: this, after: args.alertmanagers },
    );
    this.registerOutputs({ url: this.url });
  }
}
