import { colorManipulator } from "@grafana/data";
import { useTheme2 } from "@grafana/ui";
import { roomFor, valueFields } from "./names";
import { Notice } from "./Notice";
import type { PanelProps } from "./PanelBody";
import { RowName } from "./RowName";
import { AXIS, TimeAxis } from "./TimeAxis";

interface ColorOptions {
  readonly exponent: number;
  readonly mode: string;
  readonly fill?: string;
}

/** How many fell into each bucket over time, the more the brighter. Sightline's own; Grafana's isn't published. */
export function HeatmapPanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const { timeRange, timeZone, options } = prepared;
  const { exponent, mode, fill } = options["color"] as ColorOptions;
  const color = theme.visualization.getColorByName(mode === "opacity" && fill ? fill : "orange");
  const rows = valueFields(prepared.frames)
    .filter(({ field }) => field.type === "number")
    .sort((a, b) => boundOf(a.name) - boundOf(b.name));
  const time = rows[0]?.frame.fields.find(({ type }) => type === "time");
  if (time === undefined) return <Notice text="Data is missing a time field" />;
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const left = roomFor(
    rows.map(({ name }) => name),
    width / 3,
  );
  const step = time.config.interval ?? (to - from) / Math.max(1, time.values.length);
  const most = Math.max(...rows.flatMap(({ field }) => field.values.map((value) => value ?? 0)), 1e-9);
  const row = (height - AXIS) / rows.length;
  const column = (step / (to - from)) * (width - left);
  return (
    <svg width={width} height={height} style={{ display: "block" }} shapeRendering="crispEdges">
      {rows.map(({ name, field }, i) => {
        const top = (rows.length - 1 - i) * row;
        return (
          <g key={name}>
            <RowName x={left - 8} y={top + row / 2} name={name} />
            {field.values.map((value: number | null, t) => {
              const x = left + ((time.values[t] - step - from) / (to - from)) * (width - left);
              if (!value || x + column <= left) return null;
              const alpha = Math.pow(value / most, exponent);
              return (
                <rect
                  key={t}
                  x={Math.max(left, x)}
                  y={top + 0.5}
                  width={column - Math.max(0, left - x)}
                  height={Math.max(1, row - 1)}
                  fill={colorManipulator.alpha(color, alpha)}
                />
              );
            })}
          </g>
        );
      })}
      <TimeAxis {...{ timeRange, timeZone, left }} width={width - left} top={height - AXIS} />
    </svg>
  );
}

/** Buckets by their upper bound; what isn't a number keeps its place. */
function boundOf(name: string): number {
  const bound = /^\+?inf$/i.test(name) ? Infinity : Number(name);
  return Number.isNaN(bound) ? 0 : bound;
}
