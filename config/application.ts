import { resolve } from "node:path";
import type { ApplicationArgs, MonitoredAppArgs } from "../components/monitored-app";
import type { ImageSpec, ProbesSpec } from "../components/platform/platform";
import { demoContract } from "../demo/contract";
import { pinnedOwn } from "../images/lock";
import { usesStatsd } from "../signals/scrape-jobs";
import type { Workload } from "../signals/workload";
import type { Settings } from "./schema";

export type ApplicationSettings = Pick<MonitoredAppArgs, "app" | "workers">;

const projectFolder = resolve(__dirname, "..");

/** The user's own application and workers, or the demo where none is given. */
export function application(
  stack: string,
  settings: Settings,
  workload: Workload,
  nodeImage: string | undefined,
): ApplicationSettings {
  const own = ownImage(stack, settings.app);
  return own ? ownApplication(stack, settings, own) : demoApplication(settings, workload, nodeImage ?? "");
}

function ownImage(stack: string, { image, build }: Settings["app"]): ImageSpec | undefined {
  if (image !== undefined) return { reference: pinnedOwn(stack, "app.image", image) };
  return build && { build: { ...build, context: resolve(projectFolder, build.context) } };
}

/** Started and alive is told by one path, ready for requests by another. */
function probesOf({ port, healthPath, readyPath, probes }: Settings["app"]): ProbesSpec {
  return {
    startup: { path: healthPath, port, ...probes.startup },
    readiness: { path: readyPath, port, ...probes.readiness },
    liveness: { path: healthPath, port, ...probes.liveness },
  };
}

function ownApplication(stack: string, { app, workers }: Settings, image: ImageSpec): ApplicationSettings {
  const { user, writableRoot } = app;
  return {
    app: { ...app, image, probes: probesOf(app) },
    workers: {
      ...workers,
      user,
      writableRoot,
      image: workers.image === undefined ? image : { reference: pinnedOwn(stack, "workers.image", workers.image) },
    },
  };
}

/** Where a demo worker tells of its health and its process. */
const demoWorkerPort = 8001;

/** The `job` labels of the application's own scrapes. */
export function applicationJobs({ app, workers }: Settings, workload: Workload): string[] {
  const own = app.image !== undefined || app.build !== undefined;
  const scraped = own ? workers.metricsPort !== undefined : usesStatsd(workload);
  return ["app", ...(scraped && workers.replicas > 0 ? ["worker"] : [])];
}

/** The demo has no shell tools to ask its health with, so it asks itself. */
const demoHealth = (port: number) => [
  "node",
  "-e",
  `fetch("http://127.0.0.1:${port}/health").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
];

function demoApplication({ app, workers }: Settings, workload: Workload, base: string): ApplicationSettings {
  const common: Pick<ApplicationArgs, "image" | "files" | "user" | "writableRoot"> = {
    image: { build: { context: resolve(projectFolder, "demo"), dockerfile: "Dockerfile", args: { BASE: base } } },
    files: [{ path: "contract.json", content: demoContract(workload) }],
    user: "1000:1000",
    writableRoot: false,
  };
  return {
    app: {
      ...app,
      ...common,
      command: ["node", "app.js"],
      healthCommand: demoHealth(app.port),
      probes: probesOf(app),
    },
    workers: {
      ...workers,
      ...common,
      // A contract without metrics of workers leaves them nothing to do.
      replicas: usesStatsd(workload) ? workers.replicas : 0,
      // Together they do the work of one contract.
      environment: { ...workers.environment, WORKER_REPLICAS: String(workers.replicas) },
      command: ["node", "worker.js"],
      healthCommand: demoHealth(demoWorkerPort),
      metricsPort: demoWorkerPort,
    },
  };
}
