import { z } from "zod";

/**
 * Every configuration key of a stack: its shape, its default, its meaning. `Pulumi.yaml` and
 * docs/configuration.md are generated from here (`npm run docs`); a test holds them together.
 */

const port = (value: number, what: string) =>
  z.int().min(1).max(65535).default(value).describe(`${what}. Default ${value}.`);
const host = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^\[?[0-9A-Fa-f:]+\]?$/, "a host name or an address");
/** A label, user or database name; anything else could be taken for syntax somewhere on its way. */
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,62}$/, "letters, digits, _ and -, at most 63");
const environment = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of an environment variable"), z.string())
  .default({})
  .describe("Environment variables. Values arrive as they are. Not for secrets: an engine shows them.");
const command = z.array(z.string()).min(1).optional().describe("Arguments that replace the image's own command.");
const image = z
  .string()
  .regex(/^[a-z0-9][A-Za-z0-9._/:@-]*$/, "an image reference such as registry.example/team/app:1.2")
  .optional();
const duration = z.string().regex(/^(\d+(ms|s|m|h|d|w))+$/, "a Prometheus duration such as 30s or 5m");
const path = z.string().regex(/^\/[^\s"'`$\\]*$/, "a URL path that starts with /");

const build = z
  .strictObject({
    context: z.string().describe("Folder that is sent to the engine, relative to the project."),
    dockerfile: z.string().default("Dockerfile").describe("Relative to the context. Default `Dockerfile`."),
    args: z.record(z.string(), z.string()).default({}).describe("Build arguments. Not for secrets."),
  })
  .optional();

const app = z.strictObject({
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
  user: z
    .string()
    .regex(/^\d+:\d+$|^image$/, "uid:gid, or image")
    .default("image")
    .describe("`uid:gid` to run as, or `image` for the user that the image names. Default `image`."),
  writableRoot: z.boolean().default(false).describe("Let it write to its root file system. Default false."),
  memoryMiB: z.int().min(16).default(512).describe("Memory limit in MiB. Default 512."),
  cpus: z.number().min(0.05).max(512).default(1).describe("CPU limit in cores. Default 1."),
});

const workers = z.strictObject({
  replicas: z.int().min(0).max(100).default(1).describe("How many worker containers. Default 1."),
  image: image.describe("Default: the application's image (or the demo worker)."),
  command,
  environment,
  memoryMiB: z.int().min(16).default(512).describe("Memory limit of each in MiB. Default 512."),
  cpus: z.number().min(0.05).max(512).default(1).describe("CPU limit of each in cores. Default 1."),
});

const postgres = z.strictObject({
  mode: z
    .enum(["run", "external", "none"])
    .default("run")
    .describe("`run` one in the stack, use an `external` one, or `none`. Default `run`."),
  host: host.optional().describe("External only: its host, as reached from the containers."),
  port: port(5432, "Port of the external one"),
  user: identifier.default("app").describe("Default `app`."),
  database: identifier.default("app").describe("Default `app`."),
  sslMode: z
    .enum(["disable", "require", "verify-full"])
    .default("disable")
    .describe("As libpq names them. Use `require` or stricter for an external one. Default `disable`."),
});

const redis = z.strictObject({
  mode: z
    .enum(["run", "external", "none"])
    .default("run")
    .describe("`run` one in the stack, use an `external` one, or `none`. Default `run`."),
  host: host.optional().describe("External only: its host, as reached from the containers."),
  port: port(6379, "Port of the external one"),
});

const ports = z.strictObject({
  app: port(8000, "The application"),
  grafana: port(3000, "Grafana"),
  prometheus: port(9091, "Prometheus"),
  alertmanager: port(9093, "Alertmanager"),
  statsd: port(9125, "StatsD, UDP"),
});

const prometheus = z.strictObject({
  retentionDays: z.int().min(1).max(3650).default(15).describe("Samples are kept this many days. Default 15."),
  retentionGiB: z
    .int()
    .min(1)
    .max(100_000)
    .default(10)
    .describe("Or until they fill this many GiB; leave a fifth of the volume free. Default 10."),
  scrapeIntervalSeconds: z.int().min(1).max(600).default(15).describe("Default 15."),
  evaluationIntervalSeconds: z.int().min(1).max(600).default(15).describe("Default 15."),
});

const alertOverride = z.strictObject({
  enabled: z.boolean().optional().describe("false leaves the alert out."),
  threshold: z.number().optional().describe("In the unit of the alert's expression."),
  for: duration.optional().describe("How long it must hold before it fires."),
  severity: z.enum(["critical", "warning", "info"]).optional(),
});

const exporters = z.strictObject({
  node: z.boolean().default(true).describe("The machine: needs its / mounted read-only. Default true."),
  containers: z.boolean().default(true).describe("cAdvisor: needs the engine's socket. Default true."),
  probes: z.boolean().default(true).describe("The blackbox exporter for the health endpoints. Default true."),
});

export const schema = z.strictObject({
  target: z.enum(["docker", "kubernetes"]).default("docker").describe("Where it runs. Default `docker`."),
  workload: z.string().default("pharmacy-care-plan").describe("What is deployed: a folder of workloads/."),
  dockerHost: z
    .string()
    .regex(/^(unix|tcp|ssh):\/\/\S+$/, "unix://…, tcp://… or ssh://…")
    .optional()
    .describe("The Docker engine: `unix://`, `tcp://` or `ssh://`. Default: `DOCKER_HOST`, else the local socket."),
  bindAddress: z
    .union([z.ipv4(), z.ipv6()])
    .default("127.0.0.1")
    .describe("Published ports bind to this address. Default `127.0.0.1`: this machine only."),
  ports: ports.prefault({}).describe("Host ports. Two stacks on one engine need different ones."),
  app: app.prefault({}).describe("The application."),
  workers: workers.prefault({}).describe("Its workers."),
  postgres: postgres.prefault({}).describe("The database."),
  redis: redis.prefault({}).describe("The queue and cache."),
  postgresPassword: z.string().min(1).optional().describe("Secret. Needed for an external Postgres; else generated."),
  redisPassword: z
    .string()
    .min(1)
    .optional()
    .describe("Secret. For an external Redis with a password; else generated."),
  prometheus: prometheus.prefault({}).describe("Intervals and retention."),
  exporters: exporters.prefault({}).describe("What is watched beside the application."),
  alerts: z
    .record(z.string(), alertOverride)
    .default({})
    .describe("Changes to single alerts, by alert name: `{CareplanFailuresHigh: {threshold: 20}}`."),
  alertWebhookUrl: z
    .url({ protocol: /^https?$/, error: "an http:// or https:// URL" })
    .optional()
    .describe("Secret. Every alert is posted here, in Alertmanager's webhook format. Default: shown, not sent."),
  runbookUrl: z
    .string()
    .regex(/^[^\s"'`\\{}]+$/, "a URL or a path")
    .default("docs/runbooks")
    .describe("Where the runbooks can be read; alerts link below it. Default `docs/runbooks` of this repository."),
  imageSource: z
    .enum(["auto", "upstream", "local"])
    .default("auto")
    .describe("`upstream` pulls, `local` builds from packages, `auto` is what `npm run up` found to work here."),
  registryMirror: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, "host[:port][/path], without a scheme")
    .optional()
    .describe("Prefix for every upstream image, such as `mirror.example:5000`."),
});

export type Settings = z.output<typeof schema>;

/** Keys whose values are secrets; `pulumi config set --secret` them. */
export const secretKeys = ["postgresPassword", "redisPassword", "alertWebhookUrl"] as const;
