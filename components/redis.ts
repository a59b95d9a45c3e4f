import * as pulumi from "@pulumi/pulumi";
import { Component, type CacheConnection, type ComponentOptions } from "./component";
import { filesPath, secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface RedisArgs {
  readonly image: ImageSpec;
  readonly password: pulumi.Input<string>;
}

/**
 * No `maxmemory-policy` but the default `noeviction`: a queue must refuse new work rather than forget old.
 * The append-only file is written every second, so at most one second of work is lost in a crash.
 */
const config = `bind * -::*
dir /data
appendonly yes
appendfsync everysec
maxmemory 768mb
include ${secretsPath}/password.conf
`;

/** Redis 8 with a password, on a data volume. */
export class Redis extends Component {
  readonly service: Service;
  readonly connection: CacheConnection;

  constructor(name: string, args: RedisArgs, opts: ComponentOptions) {
    super("Redis", name, opts);
    const { image, password } = args;
    this.service = this.platform.service(
      "redis",
      {
        image,
        args: ["redis-server", `${filesPath}/redis.conf`],
        files: [{ path: "redis.conf", content: config }],
        secrets: [
          {
            path: "password.conf",
            content: pulumi.output(password).apply((text) => `requirepass ${JSON.stringify(text)}\n`),
          },
        ],
        ports: [{ name: "redis", port: 6379 }],
        volumes: [{ name: "data", path: "/data", sizeGiB: 4 }],
        // Without the password: that it asks for one shows that it serves, and while it loads its data it says so.
        health: { command: ["sh", "-c", "redis-cli ping | grep -qE 'PONG|NOAUTH'"], retries: 3 },
        resources: { memoryMiB: 1024, cpus: 1 },
        confinement: { user: "999:999" },
      },
      { parent: this },
    );
    this.connection = { host: this.service.host, port: 6379, password, service: this.service };
    this.registerOutputs({});
  }
}
