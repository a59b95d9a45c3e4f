import { colorManipulator } from "@grafana/data";
import { useTheme2, type UPlotConfigBuilder } from "@grafana/ui";
import { useLayoutEffect, useRef } from "react";
import type uPlot from "uplot";
import type { LoadedAnnotation, LoadedEvent } from "../../../signals/view/types";

interface Props {
  readonly config: UPlotConfigBuilder;
  readonly annotations: readonly LoadedAnnotation[];
}

/** A marker below the time axis' line, in pixels. */
const MARK = 5;

/** Events as dashed lines through a graph, and those that last as areas, over what the graph has drawn. */
export function AnnotationLines({ config, annotations }: Props) {
  const theme = useTheme2();
  const current = useRef(annotations);
  current.current = annotations;
  useLayoutEffect(() => {
    config.addHook("draw", (plot) => {
      plot.ctx.save();
      for (const { color, events } of current.current) {
        const named = theme.visualization.getColorByName(color);
        for (const { from, to } of united(events)) shade(plot, from, to, named);
        for (const { from, to } of events) mark(plot, from, to, named);
      }
      plot.ctx.restore();
    });
  }, [config, theme]);
  return null;
}

/** What overlaps is one: ten alerts at once would else hide the lines below them. */
function united(events: readonly LoadedEvent[]): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const { from, to } of [...events].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else if (to > from) spans.push({ from, to });
  }
  return spans;
}

/** An area, and a bar along the time axis. */
function shade({ ctx, bbox, valToPos }: uPlot, from: number, to: number, color: string) {
  const start = Math.max(valToPos(from * 1000, "x", true), bbox.left);
  const end = Math.min(valToPos(to * 1000, "x", true), bbox.left + bbox.width);
  if (end <= start) return;
  ctx.fillStyle = color;
  ctx.fillRect(start, bbox.top + bbox.height, end - start, MARK * devicePixelRatio);
  ctx.fillStyle = colorManipulator.alpha(color, 0.1);
  ctx.fillRect(start, bbox.top, end - start, bbox.height);
}

/** A dashed line where it began and where it ended, and an arrowhead below a moment. */
function mark({ ctx, bbox, valToPos }: uPlot, from: number, to: number, color: string) {
  const ratio = devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = 2 * ratio;
  ctx.setLineDash([5 * ratio, 5 * ratio]);
  for (const time of to > from ? [from, to] : [from]) {
    const x = valToPos(time * 1000, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    if (to > from) continue;
    ctx.beginPath();
    ctx.moveTo(x, bottom);
    ctx.lineTo(x - MARK * ratio, bottom + MARK * ratio);
    ctx.lineTo(x + MARK * ratio, bottom + MARK * ratio);
    ctx.fill();
  }
}
