import * as random from "@pulumi/random";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "./component";

export interface SecretsArgs {
  /** Given by the user; otherwise generated. */
  readonly postgresPassword?: pulumi.Input<string>;
  readonly redisPassword?: pulumi.Input<string>;
}

/** Every secret that the stack makes for itself: 32 letters and digits (190 bits), made once, kept in the state. */
export class Secrets extends Component {
  readonly postgresPassword: pulumi.Input<string>;
  readonly redisPassword: pulumi.Input<string>;
  readonly grafanaAdminPassword: pulumi.Output<string>;
  readonly grafanaSecretKey: pulumi.Output<string>;

  constructor(name: string, args: SecretsArgs, opts: ComponentOptions) {
    super("Secrets", name, opts);
    const generate = (what: string) =>
      new random.RandomPassword(`${name}-${what}`, { length: 32, special: false }, { parent: this }).result;
    this.postgresPassword = args.postgresPassword ?? generate("postgres");
    this.redisPassword = args.redisPassword ?? generate("redis");
    this.grafanaAdminPassword = generate("grafana-admin");
    this.grafanaSecretKey = generate("grafana-key");
    this.registerOutputs({});
  }
}
