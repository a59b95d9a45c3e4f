import { z } from "zod";
import { access, webPassword } from "./schema-access";
import { app, workers } from "./schema-application";
import * as delivery from "./schema-delivery";
import { kubernetes } from "./schema-kubernetes";
import { addedFile, llm, prometheus } from "./schema-monitoring";
import { grafanaAdminPassword, rotate } from "./schema-rotation";
import { smtp } from "./schema-receivers";
import { givenSecret } from "./secret-value";
import { tls } from "./schema-tls";
import { duration, host, identifier, port } from "./values";

/**
 * Every configuration key of a stack: its shape, its default, its meaning. `Pulumi.yaml` and
 * docs/configuration.md are generated from here (`npm run docs`); a test holds them together.
 */

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

const qdrant = z.strictObject({
  mode: z
    .enum(["run", "external", "none"])
    .default("none")
    .describe("`run` one in the stack, where its image can be had; use an `external` one, or `none`. Default `none`."),
  host: host.optional().describe("External only: its host, as reached from the containers."),
  port: port(6333, "Port of the external one, HTTP"),
});

const ports = z.strictObject({
  app: port(8000, "The application"),
  grafana: port(3000, "Grafana"),
  prometheus: port(9091, "Prometheus"),
  alertmanager: port(9093, "Alertmanager"),
  statsd: port(9125, "StatsD, UDP"),
});

const grafana = z.strictObject({
  standIn: z
    .boolean()
    .default(true)
    .describe(
      "Where its image can't be had, a small read-only viewer takes its place. To build that, its npm packages are installed once (about 700 MB). false: the dashboards' files only. Default true.",
    ),
});

const alertOverride = z.strictObject({
  enabled: z.boolean().optional().describe("false leaves the alert out. Default true."),
  threshold: z.number().optional().describe("In the unit of the alert's expression. Default: the alert's own."),
  for: duration.optional().describe("How long it must hold before it fires. Default: the alert's own."),
  severity: z.enum(["critical", "warning", "info"]).optional().describe("Default: the alert's own."),
});

const exporters = z.strictObject({
  node: z.boolean().default(true).describe("The machine: needs its / mounted read-only. Default true."),
  containers: z.boolean().default(true).describe("cAdvisor: needs the engine's socket. Default true."),
  probes: z.boolean().default(true).describe("The blackbox exporter for the health endpoints. Default true."),
  probeUrls: z
    .array(z.url({ protocol: /^https?$/, error: "an http:// or https:// URL" }))
    .default([])
    .describe("Other URLs that it asks, as users do: the certificates of `https://` ones are watched. Default: none."),
});

export const schema = z.strictObject({
  target: z.enum(["docker", "kubernetes"]).default("docker").describe("Where it runs. Default `docker`."),
  workload: z
    .string()
    .default("pharmacy-care-plan")
    .describe("What is deployed: a folder of workloads/, or the path of a file of your own: `./shop/workload.ts`."),
  ruleFiles: z
    .array(addedFile)
    .default([])
    .describe("Prometheus rule files that are deployed beside the workload's own rules (docs/own-signals.md)."),
  dashboardFiles: z
    .array(addedFile)
    .default([])
    .describe("Grafana dashboards as JSON that are deployed beside the workload's own ones (docs/own-signals.md)."),
  llm: llm.prefault({}).describe("What language models cost."),
  dockerHost: z
    .string()
    .regex(/^(unix|tcp|ssh):\/\/\S+$/, "unix://…, tcp://… or ssh://…")
    .optional()
    .describe("The Docker engine: `unix://`, `tcp://` or `ssh://`. Default: `DOCKER_HOST`, else the local socket."),
  bindAddress: z
    .union([z.ipv4(), z.ipv6()])
    .default("127.0.0.1")
    .describe("Published ports bind to this address. Default `127.0.0.1`: this machine only."),
  access: access.prefault({}).describe("Who may come in at what is published."),
  webPassword,
  tls,
  ports: ports.prefault({}).describe("Host ports. Two stacks on one engine need different ones."),
  app: app.prefault({}).describe("The application."),
  workers: workers.prefault({}).describe("Its workers."),
  postgres: postgres.prefault({}).describe("The database."),
  redis: redis.prefault({}).describe("The queue and cache."),
  qdrant: qdrant.prefault({}).describe("The vector store."),
  postgresPassword: givenSecret().optional().describe("Secret. Needed for an external Postgres; else generated."),
  redisPassword: givenSecret().optional().describe("Secret. For an external Redis with a password; else generated."),
  grafanaAdminPassword,
  rotate,
  prometheus: prometheus.prefault({}).describe("Intervals and retention."),
  grafana: grafana.prefault({}).describe("What shows the dashboards."),
  exporters: exporters.prefault({}).describe("What is watched beside the application."),
  alerts: z
    .record(z.string(), alertOverride)
    .default({})
    .describe("Changes to single alerts, by alert name: `{CareplanFailuresHigh: {threshold: 20}}`."),
  receivers: delivery.receivers,
  smtp,
  defaultReceivers: delivery.defaultReceivers,
  routes: delivery.routes,
  levels: delivery.levels,
  timeIntervals: delivery.timeIntervals,
  heartbeat: delivery.heartbeat,
  messageTemplates: delivery.messageTemplates,
  alertmanager: delivery.alertmanager.prefault({}).describe("What groups alerts and sends them."),
  alertWebhookUrl: delivery.alertWebhookUrl,
  runbookUrl: z
    .string()
    .regex(/^[^\s"'`\\{}]+$/, "a URL or a path")
    .default("docs/runbooks")
    .describe("Where the runbooks can be read; alerts link below it. Default `docs/runbooks` of this repository."),
  imageSource: z
    .enum(["auto", "upstream", "local"])
    .default("auto")
    .describe("`upstream` pulls, `local` builds from packages, `auto` is what `npm run up` found to work here."),
  kubernetes: kubernetes.prefault({}).describe("For the target `kubernetes`: where in the cluster, and how."),
  remoteWritePassword: givenSecret().optional().describe("Secret. Of every `prometheus.remoteWrite` with a username."),
  registryMirror: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, "host[:port][/path], without a scheme")
    .optional()
    .describe("Prefix for every upstream image, such as `mirror.example:5000`."),
});

/** The keys that are known at a place of the configuration, for the nearest right one. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  type Node = {
    properties?: Record<string, Node>;
    additionalProperties?: Node | boolean;
    propertyNames?: { enum?: string[] };
    items?: Node;
    $ref?: string;
    $defs?: Record<string, Node>;
  };
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  // What holds itself, such as a route with routes, stands there by its name.
  const resolved = (node: Node | undefined) =>
    node?.$ref === undefined ? node : root.$defs?.[node.$ref.split("/").at(-1) ?? ""];
  let node: Node | undefined = root;
  for (const part of path) {
    const inner: Node | boolean | undefined =
      node?.properties?.[String(part)] ?? node?.items ?? node?.additionalProperties;
    node = resolved(typeof inner === "object" ? inner : undefined);
  }
  return node?.propertyNames?.enum ?? Object.keys(node?.properties ?? {});
}

export type Settings = z.output<typeof schema>;

/** Keys whose values are secrets; `pulumi config set --secret` them. */
export const secretKeys = [
  "postgresPassword",
  "redisPassword",
  "alertWebhookUrl",
  "remoteWritePassword",
  "webPassword",
  "grafanaAdminPassword",
] as const;
