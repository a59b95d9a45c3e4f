import { z } from "zod";
import { cidr, command, environment, image, path } from "./values";

/** What the application and its workers may be told. */

const outside = z
  .array(
    z.strictObject({
      cidr: cidr.default("0.0.0.0/0").describe("Default `0.0.0.0/0`: any address."),
      port: z.int().min(1).max(65535),
      protocol: z.enum(["tcp", "udp"]).default("tcp").describe("Default `tcp`."),
    }),
  )
  .default([]);

const verticalScaling = z
  .enum(["Off", "Initial", "Recreate", "InPlaceOrRecreate", "Auto"])
  .optional()
  .describe("Kubernetes only: the mode of a VerticalPodAutoscaler. Needs its CRD. Default: there's none.");

const autoscaling = z
  .strictObject({
    minReplicas: z.int().min(1).max(1000).default(1).describe("Default 1."),
    maxReplicas: z.int().min(1).max(1000),
    cpuPercent: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe("Of what one requests. Needs a metrics server in the cluster."),
    queue: z
      .strictObject({
        metric: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "the name of a metric"),
        perReplica: z.number().positive(),
      })
      .optional()
      .describe("A metric of the workload, and how much of it one copes with. Needs an external metrics API."),
  })
  .optional();

/** Defaults: those of a service that takes 160 s at most to start. */
const probe = (initialDelaySeconds: number, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
  z
    .strictObject({
      initialDelaySeconds: z.int().min(0).default(initialDelaySeconds),
      periodSeconds: z.int().min(1).default(periodSeconds),
      timeoutSeconds: z.int().min(1).default(timeoutSeconds),
      failureThreshold: z.int().min(1).default(failureThreshold),
    })
    .prefault({})
    .describe(
      `Default: first after ${initialDelaySeconds} s, every ${periodSeconds} s, failed after ${timeoutSeconds} s, given up after ${failureThreshold} times.`,
    );

const probes = z.strictObject({
  startup: probe(10, 5, 3, 30),
  readiness: probe(10, 10, 5, 3),
  liveness: probe(30, 30, 10, 3),
});

/** Defaults: those of `HealthTiming`. */
const healthCheck = z.strictObject({
  intervalSeconds: z.int().min(1).max(3600).default(10).describe("Default 10."),
  timeoutSeconds: z.int().min(1).max(3600).default(5).describe("Default 5."),
  retries: z.int().min(1).max(100).default(5).describe("So many failures in a row are a failure. Default 5."),
  startSeconds: z
    .int()
    .min(0)
    .max(3600)
    .default(30)
    .describe("Failures this soon after the start don't count. Default 30."),
});

const build = z
  .strictObject({
    context: z.string().describe("Folder that is sent to the engine, relative to the project."),
    dockerfile: z.string().default("Dockerfile").describe("Relative to the context. Default `Dockerfile`."),
    args: z.record(z.string(), z.string()).default({}).describe("Build arguments. Not for secrets."),
  })
  .optional();

export const app = z.strictObject({
  image: image.describe("The application's image. Neither image nor build: the demo application runs."),
  build: build.describe("A folder to build the image from, instead of `image`."),
  port: z.int().min(1).max(65535).default(8000).describe("The port that it listens on in its container. Default 8000."),
  command,
  environment,
  healthPath: path.default("/health").describe("Probed by the blackbox exporter. Default `/health`."),
  metricsPath: path.default("/metrics").describe("Scraped by Prometheus. Default `/metrics`."),
  healthCommand: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Run in the container; exit code 0 is healthy. Default: the image's own check."),
  healthCheck: healthCheck.prefault({}).describe("When Docker runs `healthCommand`, or the demo's own check."),
  user: z
    .string()
    .regex(/^\d+:\d+$|^image$/, "uid:gid, or image")
    .default("image")
    .describe("`uid:gid` to run as, or `image` for the user that the image names. Default `image`."),
  writableRoot: z.boolean().default(false).describe("Let it write to its root file system. Default false."),
  readyPath: path.default("/ready").describe("Kubernetes asks it before it sends requests. Default `/ready`."),
  probes: probes.prefault({}).describe("When Kubernetes asks, and how often."),
  replicas: z.int().min(1).max(100).default(1).describe("How many. More than 1 takes Kubernetes. Default 1."),
  outside: outside.describe("Addresses that it calls, besides its database, Redis and StatsD. Default: none."),
  verticalScaling,
  memoryMiB: z.int().min(16).default(512).describe("Memory limit in MiB. Default 512."),
  cpus: z.number().min(0.05).max(512).default(1).describe("CPU limit in cores. Default 1."),
});

export const workers = z.strictObject({
  replicas: z.int().min(0).max(100).default(1).describe("How many worker containers. Default 1."),
  image: image.describe("Default: the application's image (or the demo worker)."),
  command,
  environment,
  metricsPort: z
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe("The port on which each exposes metrics of its process. Default: none, only StatsD."),
  metricsPath: path.default("/metrics").describe("Scraped by Prometheus. Default `/metrics`."),
  outside: outside.describe("Addresses that they call, besides the database, Redis and StatsD. Default: none."),
  autoscaling: autoscaling.describe("Kubernetes only: as many as the load needs. Default: always `replicas`."),
  verticalScaling,
  memoryMiB: z.int().min(16).default(512).describe("Memory limit of each in MiB. Default 512."),
  cpus: z.number().min(0.05).max(512).default(1).describe("CPU limit of each in cores. Default 1."),
});
