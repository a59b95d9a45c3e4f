import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "./component";
import { dashboardUrls, dataSecrets, grafanaFiles, type GrafanaFilesArgs } from "./grafana-files";
import { grafanaStart } from "./grafana-start";
import { filesPath, secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface GrafanaArgs extends GrafanaFilesArgs {
  /** Absent: there's no image to be had, so only its files are provisioned. */
  readonly image?: ImageSpec;
  readonly publish: number;
  /** A changed one takes effect while Grafana runs, and ends the admin's sessions (`grafana-start.ts`). */
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
    const start = { path: "start/grafana.sh", content: grafanaStart() };
    const files = [...grafanaFiles(args), ...(args.image ? [start] : [])];
    const secrets = [
      { path: "admin-password", content: args.adminPassword },
      { path: "secret-key", content: args.secretKey },
      ...dataSecrets(args),
    ];
    if (args.image) {
      this.url = url;
      this.service = this.platform.service(
        "grafana",
        {
          image: args.image,
          // Uploaded files can't be executed.
          command: ["sh", `${filesPath}/${start.path}`],
          // A changed script must replace what runs; changed dashboards mustn't.
          env: { ...grafanaEnv(url), SIGHTLINE_START: sha256(start.content) },
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

/** Which of Grafana's own defaults are as they should be, they stay: brute force protection is on, and API keys end. */
function grafanaEnv(url: string): Record<string, string> {
  return {
    GF_PATHS_PROVISIONING: `${filesPath}/provisioning`,
    GF_SECURITY_ADMIN_USER: "admin",
    // Grafana reads the file itself: by `__FILE`, its image would put the content into the server's environment.
    GF_SECURITY_ADMIN_PASSWORD: `$__file{${secretsPath}/admin-password}`,
    GF_SECURITY_SECRET_KEY: `$__file{${secretsPath}/secret-key}`,
    GF_SERVER_ROOT_URL: url,
    // Nobody looks without a login, and nobody makes himself one.
    GF_AUTH_ANONYMOUS_ENABLED: "false",
    GF_USERS_ALLOW_SIGN_UP: "false",
    GF_USERS_ALLOW_ORG_CREATE: "false",
    // A dashboard that somebody makes public, or a snapshot of one that is sent to raintank.io, needs no login.
    GF_PUBLIC_DASHBOARDS_ENABLED: "false",
    GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
    // The hashes of users' addresses would go to gravatar.com.
    GF_SECURITY_DISABLE_GRAVATAR: "true",
    // A session that was forgotten ends after a day, any after a week, as with what stands in for Grafana (30 days).
    GF_AUTH_LOGIN_MAXIMUM_INACTIVE_LIFETIME_DURATION: "1d",
    GF_AUTH_LOGIN_MAXIMUM_LIFETIME_DURATION: "7d",
    // `strict` would ask whoever follows a link from an alert's message to log in again.
    GF_SECURITY_COOKIE_SAMESITE: "lax",
    // Who sends the browser there says so with HSTS too: Grafana does only where it does TLS itself.
    ...(url.startsWith("https:") && { GF_SECURITY_COOKIE_SECURE: "true" }),
    GF_ANALYTICS_REPORTING_ENABLED: "false",
    GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
