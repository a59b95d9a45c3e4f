/** Every question of a dashboard goes to the stack's Prometheus, whatever the Grafana that it comes from called it. */
import type { DashboardJson } from "../view/types";

type Json = Readonly<Record<string, unknown>>;

/** Grafana's own, which every Grafana has: mixed panels, other panels' data, annotations of its database. */
const grafanas = ["-- Mixed --", "-- Dashboard --", "-- Grafana --", "grafana", "__expr__"];

interface Input {
  readonly name: string;
  readonly type: string;
  readonly pluginId?: string;
  readonly value?: unknown;
}

/**
 * The dashboard with its data sources replaced: placeholders of an export (`${DS_PROMETHEUS}`), variables, names and
 * uids. Constants that an import would have asked for have their exported values.
 */
export function bindDatasources(json: DashboardJson, uid: string): { json: DashboardJson; faults: readonly string[] } {
  const inputs = (Array.isArray(json["__inputs"]) ? json["__inputs"] : []) as readonly Input[];
  const constants = new Map(
    inputs.filter(({ type }) => type === "constant").map(({ name, value }) => [name, String(value)]),
  );
  const kinds = new Map(
    inputs.filter(({ type }) => type === "datasource").map(({ name, pluginId }) => [name, pluginId]),
  );
  const faults = new Set<string>();
  const { __inputs: _, __requires: __, __elements: ___, ...rest } = json;
  const walk = (value: unknown, where: string): unknown => {
    if (typeof value === "string")
      return value.replace(/\$\{(\w+)\}/g, (all, name: string) => constants.get(name) ?? all);
    if (Array.isArray(value)) return value.map((each) => walk(each, where));
    if (typeof value !== "object" || value === null) return value;
    const here = placeOf(value as Json) ?? where;
    const entries = Object.entries(value).map(([key, inner]) => {
      if (key !== "datasource" || inner === undefined) return [key, walk(inner, here)];
      const other = otherKind(inner, kinds);
      if (other !== undefined)
        faults.add(`${here} asks a data source of type "${other}"; the stack has Prometheus only`);
      return [key, isGrafanas(inner) ? inner : { type: "prometheus", uid }];
    });
    return Object.fromEntries(entries) as unknown;
  };
  const bound = walk(rest, "it") as DashboardJson;
  const list = bound.templating?.list?.filter(({ type }) => type !== "datasource");
  return {
    json: { ...bound, ...(list && { templating: { ...bound.templating, list } }) },
    faults: [...faults, ...libraryFaults(bound)],
  };
}

function placeOf({ title, type, name, refId }: Json): string | undefined {
  if (typeof refId === "string") return undefined;
  if (typeof title === "string" && typeof type === "string") return `panel "${title}"`;
  return typeof name === "string" && typeof type === "string" ? `variable "${name}"` : undefined;
}

function uidOf(datasource: unknown): string | undefined {
  if (typeof datasource === "string") return datasource;
  const { uid } = (datasource ?? {}) as { uid?: unknown };
  return typeof uid === "string" ? uid : undefined;
}

function isGrafanas(datasource: unknown): boolean {
  return grafanas.includes(uidOf(datasource) ?? "");
}

/** Of a placeholder, what an import would have asked for. */
function otherKind(datasource: unknown, kinds: ReadonlyMap<string, string | undefined>): string | undefined {
  if (isGrafanas(datasource)) return undefined;
  const name = /^\$\{(\w+)\}$/.exec(uidOf(datasource) ?? "")?.[1];
  const stated = (datasource as { type?: unknown } | null)?.type;
  const type = (name === undefined ? undefined : kinds.get(name)) ?? stated;
  return typeof type === "string" && type !== "prometheus" ? type : undefined;
}

/** Their queries are in the Grafana that has them. */
function libraryFaults({ panels = [] }: DashboardJson): string[] {
  return panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .filter((panel) => panel["libraryPanel"] !== undefined && panel.targets === undefined)
    .map(
      ({ title = "" }) =>
        `panel "${title}" is a library panel, whose queries aren't in the file; unlink it and export again`,
    );
}
