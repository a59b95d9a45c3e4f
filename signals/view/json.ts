/** A dashboard's JSON, whatever somebody wrote into it: read so that nothing in it can make the reader fail. */
import type { AnnotationJson, DashboardJson, PanelJson, VariableJson } from "./types";

export interface Readable {
  readonly panels: readonly PanelJson[];
  readonly variables: readonly VariableJson[];
  readonly annotations: readonly AnnotationJson[];
}

export function readable(json: DashboardJson): Readable {
  return {
    panels: objects<PanelJson>(json.panels).map(panelOf),
    variables: objects<VariableJson>(json.templating?.list).filter(({ name }) => typeof name === "string"),
    annotations: objects<AnnotationJson>(json.annotations?.list),
  };
}

/** Texts are texts; those of a row's panels too. */
function panelOf(panel: PanelJson): PanelJson {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    ...panel,
    type: text(panel.type) ?? "",
    title: text(panel.title),
    description: text(panel.description),
    repeat: text(panel.repeat) || undefined,
    interval: text(panel.interval),
    targets: objects(panel.targets),
    panels: objects<PanelJson>(panel.panels).map(panelOf),
  };
}

export function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [];
}

export function objects<T extends object>(value: unknown): T[] {
  return listOf<T>(value).filter((each) => typeof each === "object" && each !== null);
}
