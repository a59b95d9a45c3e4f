import * as pulumi from "@pulumi/pulumi";
import { Component, type CacheConnection, type ComponentOptions } from "./component";
import { cacheReach } from "./connections";
import { secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface RedisExporterArgs {
  readonly image: ImageSpec;
  readonly cache: CacheConnection;
}

/** Asks a Redis, of the stack or external, how it is. */
export class RedisExporter extends Component {
  readonly service: Service;

  constructor(name: string, args: RedisExporterArgs, opts: ComponentOptions) {
    super("RedisExporter", name, opts);
    const { host, port, password, service } = args.cache;
    const address = `redis://${host}:${port}`;
    this.service = this.platform.service(
      "redis-exporter",
      {
        image: args.image,
        args: [
          `--redis.addr=${address}`,
          ...(password === undefined ? [] : [`--redis.password-file=${secretsPath}/passwords.json`]),
        ],
        ...(password !== undefined && {
          secrets: [
            {
              path: "passwords.json",
              content: pulumi.output(password).apply((text) => JSON.stringify({ [address]: text })),
            },
          ],
        }),
        ports: [{ name: "metrics", port: 9121 }],
        reaches: [cacheReach(args.cache)],
        health: { http: { port: 9121, path: "/health" } },
        resources: { memoryMiB: 64, cpus: 0.5 },
        confinement: { user: "65534:65534" },
        scrapes: [{ job: "redis-exporter", port: 9121 }],
      },
      { parent: this, ...(service && { after: [service] }) },
    );
    this.registerOutputs({});
  }
}
