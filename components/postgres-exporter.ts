import { Component, type ComponentOptions, type DatabaseConnection } from "./component";
import { databaseReach } from "./connections";
import { secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface PostgresExporterArgs {
  readonly image: ImageSpec;
  readonly database: DatabaseConnection;
}

/** Asks a Postgres, of the stack or external, how it is. */
export class PostgresExporter extends Component {
  readonly service: Service;

  constructor(name: string, args: PostgresExporterArgs, opts: ComponentOptions) {
    super("PostgresExporter", name, opts);
    const { host, port, user, database, sslMode, password, service } = args.database;
    this.service = this.platform.service(
      "postgres-exporter",
      {
        image: args.image,
        // How near each database is to the end of its transaction numbers, and since when Postgres runs.
        args: ["--collector.database_wraparound", "--collector.postmaster"],
        env: {
          DATA_SOURCE_URI: `${host}:${port}/${database}?sslmode=${sslMode}`,
          DATA_SOURCE_USER: user,
          DATA_SOURCE_PASS_FILE: `${secretsPath}/password`,
        },
        secrets: [{ path: "password", content: password }],
        ports: [{ name: "metrics", port: 9187 }],
        reaches: [databaseReach(args.database)],
        health: { http: { port: 9187, path: "/" } },
        resources: { memoryMiB: 64, cpus: 0.5 },
        confinement: { user: "65534:65534" },
        scrapes: [{ job: "postgres-exporter", port: 9187 }],
      },
      { parent: this, ...(service && { after: [service] }) },
    );
    this.registerOutputs({});
  }
}
