import { Component, type ComponentOptions } from "./component";
import { connectionServices } from "./connections";
import { processSpec, type ProcessArgs } from "./app";
import type { Service } from "./platform/platform";

export interface WorkersArgs extends ProcessArgs {
  /** How many; 0 is none. */
  readonly replicas: number;
}

/** The application's workers. They take work from a queue and report by StatsD, so nobody connects to them. */
export class Workers extends Component {
  readonly services: readonly Service[];

  constructor(name: string, args: WorkersArgs, opts: ComponentOptions) {
    super("Workers", name, opts);
    this.services = Array.from({ length: args.replicas }, (_, index) => {
      const role = `worker-${index + 1}`;
      const spec = processSpec({ ...args, environment: { WORKER_NAME: role, ...args.environment } });
      return this.platform.service(role, spec, { parent: this, after: connectionServices(args.connections) });
    });
    this.registerOutputs({});
  }
}
