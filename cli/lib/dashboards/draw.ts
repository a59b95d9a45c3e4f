import { datasourceUid } from "../../../components/grafana-files";
import { findingsOf } from "../../../signals/view/findings";
import { loadDashboard } from "../../../signals/view/load";
import type { Ask, DashboardJson, LoadedDashboard, TimeRange, ViewFinding } from "../../../signals/view/types";
import type { Pictures } from "../../../viewer/pictures/draw";
import type { Theme } from "./choice";
import { excused } from "./excused";
import type { Recording } from "./recording";

export interface DrawOptions {
  readonly ask: Ask;
  readonly range: TimeRange;
  readonly scrapeIntervalSeconds: number;
  /** Where the data is from: said on the picture, beside that it's a preview and not Grafana. */
  readonly origin: string;
  readonly recording?: Recording;
  readonly themes: readonly Theme[];
  readonly selected?: Readonly<Record<string, readonly string[]>>;
  /** Ids of the panels to outline. */
  readonly outlined?: ReadonlySet<number>;
}

export interface Drawn {
  readonly uid: string;
  readonly title: string;
  readonly panels: number;
  readonly findings: readonly ViewFinding[];
  readonly pictures: readonly { readonly theme: Theme; readonly png: Buffer }[];
  readonly seconds: number;
}

/** One dashboard's pictures, and all that is wrong with it: what its data tells, and what the browser said. */
export async function drawDashboard(pictures: Pictures, json: DashboardJson, options: DrawOptions): Promise<Drawn> {
  const started = performance.now();
  const { ask, range, scrapeIntervalSeconds, selected, origin, recording } = options;
  const loaded = await loadDashboard(json, { range, scrapeIntervalSeconds, selected: ownOf(json, selected) }, ask);
  const found = excused(findingsOf(loaded, json, { datasourceUid }), loaded, recording);
  const drawn = [];
  for (const theme of options.themes) {
    const outlined = keysOf(loaded, options.outlined);
    drawn.push({ theme, ...(await pictures.draw({ loaded, theme, outlined, note: origin })) });
  }
  return {
    uid: json.uid,
    title: json.title,
    panels: loaded.items.filter(({ kind }) => kind === "panel").length,
    findings: distinct([...found, ...drawn.flatMap(({ findings }) => findings)]),
    pictures: drawn.map(({ theme, png }) => ({ theme, png })),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The selection may be of several dashboards. */
function ownOf({ templating }: DashboardJson, selected: Readonly<Record<string, readonly string[]>> = {}) {
  const names = new Set((templating?.list ?? []).map(({ name }) => name));
  return Object.fromEntries(Object.entries(selected).filter(([name]) => names.has(name)));
}

/** A repeated panel is there several times under one id. */
function keysOf({ items }: LoadedDashboard, ids: ReadonlySet<number> = new Set()): string[] {
  return items.flatMap((item) => (item.kind === "panel" && ids.has(item.id) ? [item.key] : []));
}

/** Both themes say the same. */
function distinct(findings: readonly ViewFinding[]): ViewFinding[] {
  const byText = new Map(findings.map((finding) => [`${finding.level} ${finding.where} ${finding.what}`, finding]));
  return [...byText.values()];
}
