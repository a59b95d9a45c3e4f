import { businessJob } from "../signals/scrape-jobs";
import { Component, type ComponentOptions } from "./component";
import {
  connectionEnv,
  connectionReaches,
  connectionSecrets,
  connectionServices,
  type Connections,
} from "./connections";
import type {
  FileSpec,
  HealthSpec,
  HealthTiming,
  ImageSpec,
  Outside,
  ProbesSpec,
  Service,
  ServiceSpec,
  VerticalScaling,
} from "./platform/platform";

/** What an application's and a worker's container have in common. */
export interface ProcessArgs {
  readonly image: ImageSpec;
  /** Default: the image's own. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Besides the passwords. */
  readonly files?: readonly FileSpec[];
  readonly connections: Connections;
  /** Run in the container; exit code 0 is healthy. Default: the image's own check. */
  readonly healthCommand?: readonly string[];
  /** When that is run. */
  readonly healthCheck?: HealthTiming;
  /** `uid:gid`, or `image`. */
  readonly user: string;
  readonly writableRoot: boolean;
  /** Besides its connections. */
  readonly outside: readonly Outside[];
  readonly verticalScaling?: VerticalScaling;
  readonly memoryMiB: number;
  readonly cpus: number;
}

export interface AppArgs extends ProcessArgs {
  /** It listens here, in its container. */
  readonly port: number;
  readonly metricsPath: string;
  readonly healthPath: string;
  readonly probes: ProbesSpec;
  readonly replicas: number;
  readonly publish: number;
  /** Its metrics of the business are scraped by a job of their own. */
  readonly business: boolean;
}

/** The application: answers HTTP, exposes its metrics. */
export class App extends Component {
  readonly service: Service;
  readonly url: string;
  /** Its health endpoint, as the prober reaches it. */
  readonly healthUrl: string;

  constructor(name: string, args: AppArgs, opts: ComponentOptions) {
    super("App", name, opts);
    this.service = this.platform.service(
      "app",
      {
        ...processSpec({ ...args, environment: { PORT: String(args.port), ...args.environment } }),
        ports: [{ name: "http", port: args.port, publish: args.publish }],
        probes: args.probes,
        replicas: args.replicas,
        scrapes: ["app", ...(args.business ? [businessJob] : [])].map((job) => ({
          job,
          port: args.port,
          path: args.metricsPath,
        })),
      },
      { parent: this, after: connectionServices(args.connections) },
    );
    this.url = this.platform.url("app", args.publish);
    this.healthUrl = `http://${this.service.host}:${args.port}${args.healthPath}`;
    this.registerOutputs({ url: this.url });
  }
}

export function processSpec(args: ProcessArgs): ServiceSpec {
  const health: HealthSpec | undefined = args.healthCommand && { command: args.healthCommand, ...args.healthCheck };
  return {
    image: args.image,
    ...(args.command && { args: args.command }),
    env: { ...connectionEnv(args.connections), ...args.environment },
    files: args.files ?? [],
    secrets: connectionSecrets(args.connections),
    ...(health && { health }),
    reaches: [
      ...connectionReaches(args.connections),
      ...args.outside.map((outside) => ({ outside, why: "the stack's configuration asks for it" })),
    ],
    ...(args.verticalScaling && { verticalScaling: args.verticalScaling }),
    scratch: [{ path: "/tmp", sizeMiB: 64 }],
    resources: { memoryMiB: args.memoryMiB, cpus: args.cpus },
    confinement: {
      user: args.user,
      readOnlyRoot: !args.writableRoot,
      exceptions: [
        ...(args.user === "image" ? [{ what: "root user", why: "the image names its user itself" } as const] : []),
        ...(args.writableRoot
          ? [{ what: "writable root", why: "the stack's configuration asks for it" } as const]
          : []),
      ],
    },
  };
}
