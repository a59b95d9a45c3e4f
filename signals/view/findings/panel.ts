import { didYouMean } from "../../nearest";
import { objects } from "../json";
import type { PanelJson, ViewFinding } from "../types";
import { DRAWN_TRANSFORMATIONS, DRAWN_TYPES, grafanaPanels, grafanaTransformations, successors } from "./known";
import { fault, note, repeated, type At } from "./say";

/** What is wrong with a panel's JSON, whatever Prometheus has. */
export function panelFindings(panel: PanelJson, at: At): ViewFinding[] {
  if (panel.type === "row") return panel.title?.trim() ? [] : [note("identity", at, "it has no title")];
  return [
    ...typeFindings(panel.type, at),
    ...(panel.title?.trim() || panel.type === "text" ? [] : [fault("identity", at, "it has no title")]),
    ...targetFindings(panel, at),
    ...thresholdFindings(panel, at),
    ...objects<{ id?: unknown }>(panel.transformations).flatMap(({ id }) => transformationFindings(String(id), at)),
    ...["timeFrom", "timeShift"]
      .filter((name) => typeof panel[name] === "string" && panel[name] !== "")
      .map((name) => note("query", at, `its ${name} is left aside here: it's drawn with the dashboard's range`)),
  ];
}

function typeFindings(type: string, at: At): ViewFinding[] {
  if (DRAWN_TYPES.includes(type)) return [];
  const successor = successors[type];
  if (successor !== undefined) {
    return [fault("panel type", at, `type "${type}" is of an old Grafana; it's "${successor}" now`)];
  }
  if (grafanaPanels.includes(type)) return [note("panel type", at, `type "${type}" isn't drawn here, only in Grafana`)];
  const guess = didYouMean(type, grafanaPanels);
  return [fault("panel type", at, `type "${type}" isn't one of Grafana's panels${guess}`)];
}

function transformationFindings(id: string, at: At): ViewFinding[] {
  if (DRAWN_TRANSFORMATIONS.includes(id)) return [];
  if (grafanaTransformations.includes(id)) {
    return [note("panel type", at, `transformation "${id}" isn't made here, only in Grafana`)];
  }
  const guess = didYouMean(id, grafanaTransformations);
  return [fault("panel type", at, `transformation "${id}" isn't one of Grafana's${guess}`)];
}

function targetFindings(panel: PanelJson, at: At): ViewFinding[] {
  const { targets = [], type, datasource } = panel;
  const shared = (datasource as { uid?: unknown } | null | undefined)?.uid === "-- Dashboard --";
  if (type === "text" || shared) return [];
  if (targets.length === 0) return [fault("query", at, "it has no query")];
  if (targets.every(({ hide }) => hide)) return [fault("query", at, "all of its queries are hidden")];
  const refs = targets.flatMap(({ refId }) => (typeof refId === "string" ? [refId] : []));
  const empty = targets.filter(({ expr, hide }) => !hide && !(typeof expr === "string" && expr.trim()));
  return [
    ...empty.map(({ refId = "" }) => fault("query", at, `query ${refId || "without a refId"} is empty`)),
    ...repeated(refs).map((ref) => fault("query", at, `two queries are called ${ref}; Grafana mixes them up`)),
  ];
}

interface Steps {
  readonly thresholds?: { readonly steps?: unknown };
}

/** Of the panel and of its overrides. The first step has no value: it holds from the very bottom. */
function thresholdFindings(panel: PanelJson, at: At): ViewFinding[] {
  const { defaults, overrides } = (panel.fieldConfig ?? {}) as { defaults?: Steps; overrides?: unknown };
  const properties = objects<{ properties?: unknown }>(overrides).flatMap((each) =>
    objects<{ id?: unknown; value?: { steps?: unknown } }>(each.properties),
  );
  const all = [
    defaults?.thresholds?.steps,
    ...properties.filter(({ id }) => id === "thresholds").map(({ value }) => value?.steps),
  ];
  return all.flatMap((steps) => {
    const values = objects<{ value?: unknown }>(steps).map(({ value }) => value);
    const numbers = values.map((value) => (typeof value === "number" ? value : -Infinity));
    if (numbers.every((value, i) => i === 0 || value > numbers[i - 1]!)) return [];
    const shown = values.map((value) => (typeof value === "number" ? value : "base")).join(", ");
    return [fault("panel type", at, `its threshold steps don't ascend: ${shown}`)];
  });
}
