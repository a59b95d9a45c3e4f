/** What of a drawn page was really to be seen: a panel that stayed blank must not pass for a drawn one. */
import type { LoadedDashboard, LoadedPanel } from "../../../signals/view/types";
import { plotOf } from "../panels/PlotProbe";
import { shows, type Area } from "./pixels";

export interface DrawnPanel {
  readonly key: string;
  readonly title: string;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** It's meant to be empty: a text without one. */
  readonly empty: boolean;
  /** Why it counts as blank. */
  readonly blank?: string;
}

export function inspect(loaded: LoadedDashboard): DrawnPanel[] {
  const panels = loaded.items.filter((item): item is LoadedPanel => item.kind === "panel");
  return panels.map(({ key, title, type, json }) => {
    const empty = isEmptyText(type, json.options);
    const element = document.querySelector(`[data-panel-key="${CSS.escape(key)}"]`);
    if (element === null)
      return { key, title, empty, box: { x: 0, y: 0, width: 0, height: 0 }, blank: "it isn't on the page" };
    const { x, y, width, height } = element.getBoundingClientRect();
    return { key, title, empty, box: { x, y, width, height }, blank: empty ? undefined : blankness(element) };
  });
}

/** Somebody wanted it so. */
function isEmptyText(type: string, options: unknown): boolean {
  return type === "text" && !(options as { readonly content?: string } | undefined)?.content?.trim();
}

function blankness(panel: Element): string | undefined {
  const failed = panel.querySelector("[data-failed]");
  if (failed !== null) return `it couldn't be drawn: ${failed.getAttribute("data-failed")}`;
  const content = panel.querySelector("[data-testid='data-testid panel content']") ?? panel;
  const canvases = [...content.querySelectorAll("canvas")];
  if (canvases.some((canvas) => !isDrawn(canvas))) return "a graph stayed blank, and there is data for it";
  const marks = content.querySelector("svg, img, canvas, rect, [style*='background']");
  return marks === null && content.textContent?.trim() === "" ? "nothing was drawn" : undefined;
}

/** With its plot known, any of its lines; else anything at all. */
function isDrawn(canvas: HTMLCanvasElement): boolean {
  const plot = plotOf(canvas);
  if (plot === undefined) return shows(canvas);
  const [first, last] = [plot.scales["x"]?.min ?? -Infinity, plot.scales["x"]?.max ?? Infinity];
  const times = plot.data[0];
  const due = plot.series.slice(1).filter(({ show }, i) => {
    const values = plot.data[i + 1] ?? [];
    const isSeen = (t: number) => typeof values[t] === "number" && times[t]! >= first && times[t]! <= last;
    // A line needs two ends: one sample alone may well be nothing to see.
    return show && times.some((_, t) => isSeen(t) && isSeen(t + 1));
  });
  if (due.length === 0) return true;
  const colours = due.map(({ stroke }, i) => (typeof stroke === "function" ? stroke(plot, i + 1) : stroke));
  return shows(
    canvas,
    withRim(plot.bbox),
    colours.filter((colour) => typeof colour === "string"),
  );
}

/** A line along the axis lies half outside. */
function withRim({ left, top, width, height }: Area): Area {
  return { left: left - 3, top: top - 3, width: width + 6, height: height + 6 };
}
