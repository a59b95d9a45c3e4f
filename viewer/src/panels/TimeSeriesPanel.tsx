import type { DataFrame } from "@grafana/data";
import { DashboardCursorSync, type VizLegendOptions, type VizTooltipOptions } from "@grafana/schema";
import { PanelContextProvider, TimeSeries, TooltipPlugin, usePanelContext, useTheme2, ZoomPlugin } from "@grafana/ui";
import { useMemo } from "react";
import { AnnotationLines } from "./AnnotationLines";
import { graphable } from "./graphable";
import { Notice } from "./Notice";
import type { PanelProps } from "./PanelBody";
import { PlotProbe } from "./PlotProbe";
import { useHiddenSeries } from "./hidden-series";

/** Lines, areas, bars and points over time. */
export function TimeSeriesPanel({ prepared, loaded, width, height, interactive, onZoom }: PanelProps) {
  const theme = useTheme2();
  const { timeRange, timeZone } = prepared;
  const { legend, tooltip } = prepared.options as { legend: VizLegendOptions; tooltip: VizTooltipOptions };
  const drawable = useMemo(() => graphable(prepared.frames), [prepared.frames]);
  const [frames, toggle] = useHiddenSeries(drawable);
  const outer = usePanelContext();
  const context = useMemo(
    () => ({ ...outer, sync: () => DashboardCursorSync.Crosshair, onToggleSeriesVisibility: toggle }),
    [outer, toggle],
  );
  if (frames.length === 0) return <Notice text="Data is missing a time field" />;
  const graph = (
    <TimeSeries
      {...{ frames, theme, timeRange, timeZone, width, height, legend }}
      options={prepared.options as Record<string, unknown>}
    >
      {(config, alignedFrame: DataFrame) => (
        <>
          <AnnotationLines config={config} annotations={loaded.annotations} />
          <PlotProbe config={config} />
          {interactive && tooltip.mode !== "none" && (
            <TooltipPlugin
              {...{ config, timeZone, frames }}
              data={alignedFrame}
              mode={tooltip.mode}
              sortOrder={tooltip.sort}
              sync={context.sync}
            />
          )}
          {interactive && onZoom && (
            <ZoomPlugin config={config} onZoom={({ from, to }) => onZoom({ from: from / 1000, to: to / 1000 })} />
          )}
        </>
      )}
    </TimeSeries>
  );
  return interactive ? <PanelContextProvider value={context}>{graph}</PanelContextProvider> : graph;
}
