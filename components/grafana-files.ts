import { toYaml } from "../signals/yaml";
import { filesPath, type FileSpec, type Service, type WebAccess } from "./platform/platform";
import { webPasswordFile, webPasswordPath } from "./platform/web-access";

export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  /** Grafana's JSON. */
  readonly content: string;
}

export interface GrafanaFilesArgs {
  readonly prometheus: Service;
  /** What Prometheus asks for. Default: nothing. */
  readonly web?: WebAccess;
  readonly scrapeIntervalSeconds: number;
  readonly dashboards: readonly DashboardFile[];
}

/** Fixed, so that dashboards can name it. */
export const datasourceUid = "prometheus";

/** The folder of `dashboardFiles`, where a service has it. */
export const dashboardsPath = `${filesPath}/dashboards`;

/** Laid out the same for Grafana and for what stands in for it. */
export function dashboardFiles(dashboards: readonly DashboardFile[]): FileSpec[] {
  return dashboards.map(({ uid, content }) => ({ path: `dashboards/${uid}.json`, content }));
}

/** URL of each dashboard, by uid: the same path in Grafana and in what stands in for it. */
export function dashboardUrls(url: string, dashboards: readonly DashboardFile[]): Record<string, string> {
  return Object.fromEntries(dashboards.map(({ uid }) => [uid, `${url}/d/${uid}`]));
}

/** The secret files that whoever shows the dashboards reads the data with. */
export function dataSecrets({ web }: Pick<GrafanaFilesArgs, "web">): FileSpec[] {
  return web ? [webPasswordFile(web)] : [];
}

/**
 * Grafana puts a file's content in place of `$__file{…}` in whatever it's provisioned with, when it starts
 * (https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/#file-provider). A `$` in that content would
 * be read as a variable: the configuration refuses such a password.
 */
function dataSourceLogin({ username }: WebAccess) {
  return {
    basicAuth: true,
    basicAuthUser: username,
    secureJsonData: { basicAuthPassword: `$__file{${webPasswordPath}}` },
  };
}

/** What Grafana is provisioned with. */
export function grafanaFiles({ prometheus, web, scrapeIntervalSeconds, dashboards }: GrafanaFilesArgs): FileSpec[] {
  const datasources = {
    apiVersion: 1,
    datasources: [
      {
        name: "Prometheus",
        uid: datasourceUid,
        type: "prometheus",
        access: "proxy",
        url: `http://${prometheus.host}:9090`,
        isDefault: true,
        editable: false,
        // Grafana's $__rate_interval is made of it: at least four scrapes.
        jsonData: { timeInterval: `${scrapeIntervalSeconds}s`, httpMethod: "POST" },
        ...(web && dataSourceLogin(web)),
      },
    ],
  };
  const providers = {
    apiVersion: 1,
    providers: [
      {
        name: "sightline",
        folder: "Sightline",
        type: "file",
        allowUiUpdates: false,
        updateIntervalSeconds: 10,
        options: { path: dashboardsPath },
      },
    ],
  };
  return [
    { path: "provisioning/datasources/prometheus.yaml", content: toYaml(datasources) },
    { path: "provisioning/dashboards/sightline.yaml", content: toYaml(providers) },
    ...dashboardFiles(dashboards),
  ];
}
