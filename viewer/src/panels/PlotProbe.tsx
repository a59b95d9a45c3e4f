import type { UPlotConfigBuilder } from "@grafana/ui";
import { useLayoutEffect } from "react";
import type uPlot from "uplot";

/** The plot of each canvas: what was to be seen on it, for whoever checks that it is. */
const plots = new WeakMap<Element, uPlot>();

export function plotOf(canvas: Element): uPlot | undefined {
  return plots.get(canvas);
}

/** Remembers the plot of a graph. */
export function PlotProbe({ config }: { readonly config: UPlotConfigBuilder }) {
  useLayoutEffect(() => {
    config.addHook("ready", (plot) => void plots.set(plot.ctx.canvas, plot));
  }, [config]);
  return null;
}
