/** How far apart a graph's points are, in seconds: Grafana's calculation, so that both ask for the same. */
import { parseDuration } from "./range";
import type { PanelJson, TargetJson, TimeRange } from "./types";

/** Up to which length (seconds, exclusive) which step is taken. */
const nice: readonly (readonly [below: number, step: number])[] = [
  [0.01, 0.001],
  [0.015, 0.01],
  [0.035, 0.02],
  [0.075, 0.05],
  [0.15, 0.1],
  [0.35, 0.2],
  [0.75, 0.5],
  [1.5, 1],
  [3.5, 2],
  [7.5, 5],
  [12.5, 10],
  [17.5, 15],
  [25, 20],
  [45, 30],
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1050, 900],
  [1500, 1200],
  [2700, 1800],
  [5400, 3600],
  [9000, 7200],
  [16_200, 10_800],
  [32_400, 21_600],
  [86_400, 43_200],
  [604_800, 86_400],
  [1_814_400, 604_800],
  [3_628_800, 2_592_000],
];

/** A length of time as people would choose it: 37 becomes 30. */
export function niceInterval(seconds: number): number {
  return nice.find(([below]) => seconds < below)?.[1] ?? 31_536_000;
}

/** Grafana never asks for more points than Prometheus would give (11,000). */
const MOST_POINTS = 11_000;

export interface Steps {
  /** Between two points. */
  readonly step: number;
  /** `$__rate_interval`: long enough to always hold four scrapes. */
  readonly rateInterval: number;
}

export interface StepOptions {
  readonly range: TimeRange;
  readonly scrapeIntervalSeconds: number;
  /** Of the panel, in pixels. */
  readonly width: number;
}

/** A panel's own shortest step holds for its queries; a query's own one wins, and stands for its scrape interval too. */
export function stepsOf(panel: Partial<PanelJson>, target: TargetJson, options: StepOptions): Steps {
  const { range, scrapeIntervalSeconds: scrape, width } = options;
  const length = range.to - range.from;
  const points = panel.maxDataPoints && panel.maxDataPoints > 0 ? panel.maxDataPoints : Math.max(1, width);
  const wanted = niceInterval(length / points);
  const ofPanel = Math.max(wanted, minimum(panel.interval) ?? scrape);
  const ofTarget = minimum(target.interval);
  const factor = Number(target["intervalFactor"]) || 1;
  const step = Math.max(wanted, ofTarget ?? ofPanel, niceInterval(length / MOST_POINTS)) * factor;
  const scrapes = ofTarget ?? scrape;
  return { step, rateInterval: Math.max(ofPanel + scrapes, 4 * scrapes) };
}

/** Grafana also takes `>30s`, and a bare number as seconds. */
function minimum(text: string | undefined): number | undefined {
  const bare = (text ?? "").replace(/^>/, "").trim();
  const seconds = /^\d+$/.test(bare) ? Number(bare) : parseDuration(bare);
  return seconds === 0 ? undefined : seconds;
}

/** Both ends rounded down to a multiple of the step: the same points again at the next refresh. */
export function aligned(range: TimeRange, step: number): { start: number; end: number } {
  const down = (time: number) => Number((Math.floor(time / step) * step).toFixed(3));
  return { start: down(range.from), end: down(range.to) };
}

/** In pixels: the grid's 24 columns with 8 pixels between them. */
export function panelWidth(columns: number, gridWidth: number): number {
  const column = (gridWidth - 23 * 8) / 24;
  return Math.round(columns * column + (columns - 1) * 8);
}

/** `90s`, `2m`, `1h`, `1d`: in the largest unit that divides it. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)}ms`;
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
  ] as const;
  const [unit, size] = units.find(([, length]) => seconds % length === 0) ?? (["s", 1] as const);
  return `${seconds / size}${unit}`;
}
