import { Component, type ComponentOptions, type VectorStoreConnection } from "./component";
import type { ImageSpec, Service } from "./platform/platform";

export interface QdrantArgs {
  /** The variant that doesn't run as root. */
  readonly image: ImageSpec;
}

const port = 6333;

/** The image has no curl or wget, so its shell asks. */
const ready = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '`;

/**
 * Qdrant, on a data volume.
 *
 * Without an API key: with one, its `/metrics` asks for it as well, and a scrape carries none. Its ports aren't published,
 * so only the stack reaches it; where a platform has network policies, only the application and Prometheus.
 */
export class Qdrant extends Component {
  readonly service: Service;
  readonly connection: VectorStoreConnection;

  constructor(name: string, args: QdrantArgs, opts: ComponentOptions) {
    super("Qdrant", name, opts);
    this.service = this.platform.service(
      "qdrant",
      {
        image: args.image,
        env: {
          // It tells its makers nothing; the network wouldn't let it anyway.
          QDRANT__TELEMETRY_DISABLED: "true",
          QDRANT_INIT_FILE_PATH: "/tmp/.qdrant-initialized",
        },
        ports: [
          { name: "http", port },
          { name: "grpc", port: 6334 },
        ],
        volumes: [
          { name: "data", path: "/qdrant/storage", sizeGiB: 10 },
          { name: "snapshots", path: "/qdrant/snapshots", sizeGiB: 10 },
        ],
        scratch: [{ path: "/tmp", sizeMiB: 64 }],
        health: { command: ["bash", "-c", ready], intervalSeconds: 30, timeoutSeconds: 10, retries: 3 },
        resources: { memoryMiB: 1024, cpus: 1 },
        confinement: { user: "1000:1000" },
        // What was written is flushed.
        stopSeconds: 30,
        scrapes: [{ job: "qdrant", port }],
      },
      { parent: this },
    );
    this.connection = { host: this.service.host, port, service: this.service };
    this.registerOutputs({});
  }
}
