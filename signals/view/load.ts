/** From a dashboard's JSON and somebody to ask, everything that a picture of it needs. */
import { askAnnotations } from "./annotations";
import { sharing } from "./asking";
import { interpolate } from "./interpolate";
import { layout } from "./layout";
import { askPanel, rangeVariables, stepVariables, WIDTH } from "./queries";
import { stepsOf } from "./steps";
import type { Ask, DashboardJson, LoadedDashboard, LoadedPanel, LoadedRow, LoadOptions } from "./types";
import { listOf, readable } from "./json";
import { resolveVariables } from "./variables";

/**
 * Asks what Grafana would ask for this dashboard, each question once and at most eight at a time.
 *
 * It never fails for what a dashboard or Prometheus says: errors are in the variables, queries and annotations that
 * have them, and `findingsOf` tells them.
 */
export async function loadDashboard(json: DashboardJson, options: LoadOptions, ask: Ask): Promise<LoadedDashboard> {
  const shared = sharing(ask);
  const { range, width = WIDTH } = options;
  const { panels, variables, annotations } = readable(json);
  const ofDashboard = { __dashboard: String(json.title ?? ""), ...rangeVariables(range) };
  const steps = stepVariables(stepsOf({}, {}, { ...options, width }));
  const { loaded, chosen } = await resolveVariables(variables, options, { ...ofDashboard, ...steps }, shared);
  const scope = { variables: chosen, builtIn: ofDashboard };
  const items = await Promise.all(
    layout(panels, scope, options.openRows).map(async (item): Promise<LoadedRow | LoadedPanel> => {
      if (item.kind === "row") return item;
      const { key, gridPos, json: panel } = item;
      return {
        kind: "panel",
        key,
        id: typeof panel.id === "number" ? panel.id : 0,
        title: interpolate(panel.title ?? "", item.scope, "text"),
        description: interpolate(panel.description ?? "", item.scope, "text"),
        type: panel.type,
        gridPos,
        json: panel,
        queries: await askPanel(item, options, shared),
      };
    }),
  );
  return {
    uid: String(json.uid ?? ""),
    title: String(json.title ?? ""),
    description: json.description ?? "",
    tags: listOf<string>(json.tags),
    range,
    refresh: typeof json.refresh === "string" ? json.refresh : "",
    variables: loaded,
    items,
    annotations: await askAnnotations(annotations, options, scope, shared),
  };
}
