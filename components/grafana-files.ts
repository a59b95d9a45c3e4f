import { toYaml } from "../signals/yaml";
import { filesPath, type FileSpec, type Service } from "./platform/platform";

export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  /** Grafana's JSON. */
  readonly content: string;
}

export interface GrafanaFilesArgs {
  readonly prometheus: Service;
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

/** What Grafana is provisioned with. */
export function grafanaFiles({ prometheus, scrapeIntervalSeconds, dashboards }: GrafanaFilesArgs): FileSpec[] {
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
