import { beforeEach, expect, it } from "vitest";
import { getJson } from "../../../cli/lib/prometheus-api";
import { loadDashboard } from "../../../signals/view/load";
import { prometheusAsk } from "../../../signals/view/prometheus";
import type { DashboardJson, LoadedPanel, LoadedQuery } from "../../../signals/view/types";
import { interval } from "../../lib/stack";
import type { Story } from "../stack.test";
import { dashboardsOf } from "./view";

/** Of `/api/ds/query`, as far as it's read here. */
interface GrafanaResult {
  readonly error?: string;
  readonly frames?: readonly { readonly data?: { readonly values?: readonly (readonly unknown[])[] } }[];
}

/** Where Grafana's image can be had: does the real one see what the pictures, the viewer and `verify` see? */
export function grafanaTests(story: () => Story): void {
  const here = () => /^grafana +http/m.test(story()?.first.output ?? "");
  beforeEach(({ skip }) => skip(!here(), "Grafana's image can't be had here"));

  const ask = <T>(path: string, init: RequestInit = {}) => {
    const { ports } = story().stack;
    const password = story().stack.secrets()["grafana-admin"] as string;
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/json" };
    return getJson<T>(`http://localhost:${ports.grafana}${path}`, { ...init, headers });
  };

  it("has the same panels", async () => {
    for (const json of dashboardsOf(story().stack)) {
      const { dashboard } = await ask<{ dashboard: DashboardJson }>(`/api/dashboards/uid/${json.uid}`);
      const titles = ({ panels = [] }: DashboardJson) => panels.map(({ type, title }) => `${type} ${title}`);
      expect(titles(dashboard)).toEqual(titles(json));
    }
  });

  it("gets data for each query that has some here, and no error", async () => {
    const to = Date.now() / 1000;
    const range = { from: to - 600, to };
    const prometheus = prometheusAsk(`http://localhost:${story().stack.ports.prometheus}`);
    for (const json of dashboardsOf(story().stack)) {
      const loaded = await loadDashboard(json, { range, scrapeIntervalSeconds: interval }, prometheus);
      const panels = loaded.items.filter((item): item is LoadedPanel => item.kind === "panel");
      for (const { title, queries } of panels) {
        const { results } = await ask<{ results: Record<string, GrafanaResult> }>("/api/ds/query", {
          method: "POST",
          body: JSON.stringify({ from: String(range.from * 1000), to: String(to * 1000), queries: queries.map(asked) }),
        });
        for (const { refId, answer } of queries) {
          const { error, frames = [] } = results[refId] ?? { error: "it wasn't answered" };
          const filled = frames.some(({ data }) => data?.values?.some((column) => column.length > 0));
          expect({ title, refId, error, filled }).toEqual({
            title,
            refId,
            error: undefined,
            filled: (answer.series ?? []).length > 0,
          });
        }
      }
    }
  });
}

/** With every variable replaced already: Grafana's own page does that as well before it asks. */
function asked({ refId, expr, instant, step }: LoadedQuery) {
  const datasource = { type: "prometheus", uid: "prometheus" };
  return { refId, datasource, expr, instant, range: !instant, intervalMs: step * 1000, maxDataPoints: 1000 };
}
