/**
 * What is wrong with a dashboard, and what whoever looks at it should know.
 *
 * A fault is wrong whatever the stack has just measured: nobody can see what was meant to be seen. What depends on how
 * much there is (many series, a legend twice, no traffic yet) or what Grafana alone can do is a note.
 */
import { answerFindings } from "./findings/answers";
import { identityFindings, schemaFindings, settingFindings, sizeFindings } from "./findings/dashboard";
import { gridFindings, overlapFindings } from "./findings/grid";
import { defaultLimits, type Limits } from "./findings/limits";
import { panelFindings } from "./findings/panel";
import { fault, nameOf, repeated } from "./findings/say";
import { sourceFindings } from "./findings/sources";
import { valueFindings, variableFindings } from "./findings/variables";
import { readable } from "./json";
import { keyMaker } from "./keys";
import type { DashboardJson, LoadedDashboard, ViewFinding } from "./types";

export { DRAWN_TRANSFORMATIONS, DRAWN_TYPES } from "./findings/known";
export { defaultLimits, type Limits } from "./findings/limits";

export interface FindingOptions {
  /** Of the provisioned Prometheus. Default: data sources aren't checked. */
  readonly datasourceUid?: string;
  /** Default: `defaultLimits`. */
  readonly limits?: Limits;
}

const named = ({ title, uid }: { readonly title?: unknown; readonly uid?: unknown }) =>
  `dashboard "${String(title || uid || "")}"`;

/** All of it: what the JSON tells, and what Prometheus answered. */
export function findingsOf(loaded: LoadedDashboard, json: DashboardJson, options: FindingOptions = {}): ViewFinding[] {
  const { limits = defaultLimits } = options;
  const at = { where: named(json) };
  const written = readable(json);
  const panels = loaded.items.filter((item) => item.kind === "panel");
  const found = staticFindings(json, options);
  return [
    ...found,
    // Repeats may make too many of few.
    ...(found.some(({ kind }) => kind === "panels") ? [] : sizeFindings(panels.length || 1, at, limits)),
    ...valueFindings(loaded.variables, written, at),
    ...panels.flatMap((panel) =>
      answerFindings(panel, { where: `${at.where}, ${nameOf(panel)}`, panel: panel.key }, limits),
    ),
    ...loaded.annotations.flatMap(({ name, error }) =>
      error === undefined
        ? []
        : [fault("annotation", { where: `${at.where}, annotation "${name}"` }, `it fails: ${error}`)],
    ),
  ];
}

/** What needs no data. */
export function staticFindings(json: DashboardJson, options: FindingOptions = {}): ViewFinding[] {
  const { limits = defaultLimits, datasourceUid } = options;
  const at = { where: named(json) };
  const schema = schemaFindings(json, at);
  // Of another form nothing else can be read.
  if (!Array.isArray(json.panels) && schema.some(({ level }) => level === "fault")) return schema;
  const written = readable(json);
  const all = written.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const key = keyMaker(written.panels);
  return [
    ...schema,
    ...settingFindings(json, at),
    ...sizeFindings(all.filter(({ type }) => type !== "row").length, at, limits),
    ...identityFindings(all, at),
    ...overlapFindings(written.panels, at),
    ...all.flatMap((panel) => {
      const of = {
        where: `${at.where}, ${nameOf(panel)}`,
        ...(panel.repeat === undefined && { panel: key(panel, []) }),
      };
      return [...gridFindings(panel, of), ...panelFindings(panel, of)];
    }),
    ...variableFindings(written, at),
    ...(datasourceUid === undefined ? [] : sourceFindings(written, datasourceUid, at)),
  ];
}

/** Dashboards that Grafana takes for one: the last that it reads replaces the others. */
export function sharedUidFindings(dashboards: readonly Pick<DashboardJson, "uid" | "title">[]): ViewFinding[] {
  return repeated(dashboards.map(({ uid }) => uid)).map((uid) => {
    const titles = dashboards.filter((each) => each.uid === uid).map(({ title }) => `"${title}"`);
    return fault(
      "identity",
      { where: `dashboards ${titles.join(", ")}` },
      `they share the uid "${uid}": only one is shown`,
    );
  });
}
