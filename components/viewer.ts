import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "./component";
import { dashboardFiles, dashboardsPath, dashboardUrls, dataSecrets, type GrafanaFilesArgs } from "./grafana-files";
import { webPasswordPath } from "./platform/web-access";
import { secretsPath, type HttpProbe, type ImageSpec, type Service } from "./platform/platform";

export interface DashboardViewerArgs extends GrafanaFilesArgs {
  readonly image: ImageSpec;
  readonly publish: number;
  /** Nobody but the stack's proxy reaches it, which tells whom it asks for. Default false. */
  readonly behindProxy?: boolean;
  readonly adminPassword: pulumi.Input<string>;
  /** Signs the sessions; changing it logs everybody out. */
  readonly secretKey: pulumi.Input<string>;
}

/** Inside and outside: Grafana's, whose place it takes. */
const port = 3000;

const healthPath = "/api/health";

/** The image has no shell tools, so Node asks. */
const healthCommand = [
  "node",
  "-e",
  `fetch("http://127.0.0.1:${port}${healthPath}").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`,
];

const probe: HttpProbe = {
  path: healthPath,
  port,
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 5,
  failureThreshold: 3,
};

/**
 * Stands in for Grafana where its image can't be had: the same dashboards at the same addresses behind the same login,
 * read-only. It keeps nothing, so that Grafana can take its place again at any time.
 */
export class DashboardViewer extends Component {
  readonly service: Service;
  readonly url: string;
  /** URL of each dashboard, by uid. */
  readonly dashboardUrls: Readonly<Record<string, string>>;

  constructor(name: string, args: DashboardViewerArgs, opts: ComponentOptions) {
    super("DashboardViewer", name, opts);
    this.url = this.platform.url("viewer", args.publish);
    this.dashboardUrls = dashboardUrls(this.url, args.dashboards);
    this.service = this.platform.service(
      "viewer",
      {
        image: args.image,
        env: {
          PORT: String(port),
          ROOT_URL: this.url,
          PROMETHEUS_URL: `http://${args.prometheus.host}:9090`,
          SCRAPE_INTERVAL_SECONDS: String(args.scrapeIntervalSeconds),
          DASHBOARDS: dashboardsPath,
          ADMIN_PASSWORD_FILE: `${secretsPath}/admin-password`,
          SECRET_KEY_FILE: `${secretsPath}/secret-key`,
          ...(args.behindProxy && { BEHIND_PROXY: "true" }),
          ...(args.web && { PROMETHEUS_USER: args.web.username, PROMETHEUS_PASSWORD_FILE: webPasswordPath }),
        },
        files: dashboardFiles(args.dashboards),
        secrets: [
          { path: "admin-password", content: args.adminPassword },
          { path: "secret-key", content: args.secretKey },
          ...dataSecrets(args),
        ],
        onFileChange: "live",
        ports: [{ name: "web", port, publish: args.publish }],
        health: { command: healthCommand },
        probes: {
          startup: { ...probe, periodSeconds: 2, failureThreshold: 30 },
          readiness: probe,
          liveness: { ...probe, periodSeconds: 30, failureThreshold: 5 },
        },
        reaches: [{ service: args.prometheus, port: 9090 }],
        // The server takes about 50 MiB, and Node asking for its health as much for an instant.
        resources: { memoryMiB: 160, cpus: 0.5 },
        confinement: { user: "65534:65534" },
        scrapes: [{ job: "viewer", port }],
      },
      { parent: this, after: [args.prometheus] },
    );
    this.registerOutputs({ url: this.url });
  }
}
