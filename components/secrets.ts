import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "./component";
import { passwordHash } from "./password-hash";
import type { WebAccess } from "./platform/platform";
import { rotated } from "./rotated";

export interface SecretsArgs {
  /** Given by the user; otherwise generated. */
  readonly postgresPassword?: pulumi.Input<string>;
  readonly redisPassword?: pulumi.Input<string>;
  /** Whether somebody asks for the login of Prometheus and Alertmanager. Default: nobody, and none is made. */
  readonly webLogin?: boolean;
  readonly webPassword?: pulumi.Input<string>;
  readonly grafanaAdminPassword?: pulumi.Input<string>;
  /** Which of a generated one it is, from 1 on: with another number another one is made. Default: the first. */
  readonly rotate?: Readonly<Record<string, number>>;
}

/** Who logs in to Prometheus and Alertmanager: they know one user, who may do everything. */
export const webUser = "sightline";

/** Every secret that the stack makes for itself: 32 letters and digits (190 bits), made once, kept in the state. */
export class Secrets extends Component {
  readonly postgresPassword: pulumi.Input<string>;
  readonly redisPassword: pulumi.Input<string>;
  readonly grafanaAdminPassword: pulumi.Input<string>;
  readonly grafanaSecretKey: pulumi.Output<string>;
  /** The login of Prometheus and Alertmanager, where one is asked for. */
  readonly web: WebAccess | undefined;

  constructor(name: string, args: SecretsArgs, opts: ComponentOptions) {
    super("Secrets", name, opts);
    const { rotate = {} } = args;
    const generate = (what: string, version = 1) =>
      new random.RandomPassword(
        `${name}-${what}`,
        { length: 32, special: false, ...(version > 1 && { keepers: { version: String(version) } }) },
        { parent: this },
      ).result;
    this.postgresPassword = args.postgresPassword ?? generate("postgres");
    this.redisPassword = args.redisPassword ?? generate("redis");
    this.grafanaAdminPassword = args.grafanaAdminPassword ?? generate(rotated.grafanaAdmin, rotate["grafanaAdmin"]);
    this.grafanaSecretKey = generate("grafana-key");
    if (args.webLogin) {
      const password = pulumi.secret(args.webPassword ?? generate(rotated.web, rotate["web"]));
      const passwordAndKey = pulumi.all([password, generate("web-salt")]);
      const hash = passwordAndKey.apply(([text, key]) => passwordHash(text, key));
      this.web = { username: webUser, password, passwordHash: pulumi.secret(hash) };
    }
    this.registerOutputs({});
  }
}
