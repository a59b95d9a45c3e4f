import type { DashboardJson } from "../../../signals/view/types";

/** What the viewer's own server tells; see viewer/server. */
export interface Listed {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly url: string;
}

export interface Settings {
  readonly scrapeIntervalSeconds: number;
}

/** Where Prometheus is reached, and nothing else. */
export const prometheusPath = "/api/datasources/proxy/uid/prometheus";

/** `fetch` for everything here: a session that has ended leads to the login, and back to this address. */
export const asked: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  return response;
};

export const fetchList = () => get<Listed[]>("/api/search?type=dash-db");
export const fetchSettings = () => get<Settings>("/api/frontend/settings");

export async function fetchDashboard(uid: string): Promise<DashboardJson> {
  const { dashboard } = await get<{ dashboard: DashboardJson }>(`/api/dashboards/uid/${encodeURIComponent(uid)}`);
  return dashboard;
}

async function get<T>(path: string): Promise<T> {
  const response = await asked(path);
  const body = (await response.json()) as T & { readonly message?: string };
  if (!response.ok) throw new Error(body.message ?? `${response.status}`);
  return body;
}
