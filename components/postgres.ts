import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions, type DatabaseConnection } from "./component";
import { secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface PostgresArgs {
  readonly image: ImageSpec;
  readonly user: string;
  readonly database: string;
  /** Set when the data volume is first filled; a later change does not reach a database that exists. */
  readonly password: pulumi.Input<string>;
}

/** PostgreSQL 18 with one database and its owner, on a data volume. */
export class Postgres extends Component {
  readonly service: Service;
  readonly connection: DatabaseConnection;

  constructor(name: string, args: PostgresArgs, opts: ComponentOptions) {
    super("Postgres", name, opts);
    const { image, user, database, password } = args;
    this.service = this.platform.service(
      "postgres",
      {
        image,
        env: {
          POSTGRES_USER: user,
          POSTGRES_DB: database,
          POSTGRES_PASSWORD_FILE: `${secretsPath}/password`,
          PGDATA: "/var/lib/postgresql/18/docker",
        },
        secrets: [{ path: "password", content: password }],
        ports: [{ name: "postgres", port: 5432 }],
        volumes: [{ name: "data", path: "/var/lib/postgresql", sizeGiB: 10 }],
        scratch: [
          { path: "/tmp", sizeMiB: 64 },
          { path: "/var/run/postgresql", sizeMiB: 8 },
        ],
        // Over TCP: while the first start prepares the database, the server answers on its socket only.
        health: { command: ["pg_isready", "-q", "-h", "127.0.0.1", "-U", user, "-d", database] },
        resources: { memoryMiB: 512, cpus: 1 },
        confinement: { user: "999:999" },
        // A fast shutdown writes a checkpoint.
        stopSeconds: 30,
      },
      { parent: this },
    );
    this.connection = {
      host: this.service.host,
      port: 5432,
      user,
      database,
      sslMode: "disable",
      password,
      service: this.service,
    };
    this.registerOutputs({});
  }
}
