import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "./component";
import { dashboardUrls, grafanaFiles, type GrafanaFilesArgs } from "./grafana-files";
import { filesPath, secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface GrafanaArgs extends GrafanaFilesArgs {
  /** Absent: there's no image to be had, so only its files are provisioned. */
  readonly image?: ImageSpec;
  readonly publish: number;
  /** Read by Grafana on its first start only. */
  readonly adminPassword: pulumi.Input<string>;
  /** Encrypts what Grafana stores; changing it makes stored data source secrets unreadable. */
  readonly secretKey: pulumi.Input<string>;
}

/** Grafana with its data source and dashboards provisioned; changed dashboards appear without a restart. */
export class Grafana extends Component {
  readonly service: Service | undefined;
  readonly url: string | undefined;
  /** URL of each dashboard, by uid. */
  readonly dashboardUrls: Readonly<Record<string, string>>;

  constructor(name: string, args: GrafanaArgs, opts: ComponentOptions) {
    super("Grafana", name, opts);
    const url = this.platform.url("grafana", args.publish);
    const files = grafanaFiles(args);
    const secrets = [
      { path: "admin-password", content: args.adminPassword },
      { path: "secret-key", content: args.secretKey },
    ];
    if (args.image) {
      this.url = url;
      this.service = this.platform.service(
        "grafana",
        {
          image: args.image,
          env: grafanaEnv(url),
          files,
          secrets,
          onFileChange: "live",
          ports: [{ name: "web", port: 3000, publish: args.publish }],
          volumes: [{ name: "data", path: "/var/lib/grafana", sizeGiB: 1 }],
          scratch: [{ path: "/tmp", sizeMiB: 64 }],
          health: { http: { port: 3000, path: "/api/health" } },
          reaches: [{ service: args.prometheus, port: 9090 }],
          resources: { memoryMiB: 512, cpus: 1 },
          confinement: { user: "472:0" },
          scrapes: [{ job: "grafana", port: 3000 }],
        },
        { parent: this },
      );
    } else {
      this.platform.filesOnly("grafana", { files, secrets }, { parent: this });
    }
    this.dashboardUrls = args.image ? dashboardUrls(url, args.dashboards) : {};
    this.registerOutputs({ url: this.url });
  }
}

function grafanaEnv(url: string): Record<string, string> {
  return {
    GF_PATHS_PROVISIONING: `${filesPath}/provisioning`,
    GF_SECURITY_ADMIN_USER: "admin",
    GF_SECURITY_ADMIN_PASSWORD__FILE: `${secretsPath}/admin-password`,
    GF_SECURITY_SECRET_KEY__FILE: `${secretsPath}/secret-key`,
    GF_SERVER_ROOT_URL: url,
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  };
}
