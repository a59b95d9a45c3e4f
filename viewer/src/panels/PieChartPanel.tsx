import { formattedValueToString, type FieldDisplay } from "@grafana/data";
import { LegendDisplayMode, type VizLegendOptions } from "@grafana/schema";
import { getTextColorForBackground, useTheme2, VizLayout, VizLegend } from "@grafana/ui";
import type { PanelProps } from "./PanelBody";
import { valuesOf } from "./values";

interface PieOptions {
  readonly pieType: "pie" | "donut";
  readonly sort: "asc" | "desc" | "none";
  readonly displayLabels: readonly string[];
  readonly legend: VizLegendOptions & { readonly values?: readonly string[] };
}

/** A share of a circle for each value. Sightline's own; Grafana's isn't published. */
export function PieChartPanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const options = prepared.options as unknown as PieOptions;
  const direction = { asc: 1, desc: -1, none: 0 }[options.sort];
  const values = valuesOf(prepared, theme)
    .filter(({ display }) => display.numeric > 0)
    .sort((a, b) => direction * (a.display.numeric - b.display.numeric));
  const total = values.reduce((sum, { display }) => sum + display.numeric, 0);
  const { showLegend, placement, displayMode, values: shown = [] } = options.legend;
  const items = values.map(({ display }) => ({
    label: display.title ?? "",
    color: display.color ?? "gray",
    yAxis: 1,
    getDisplayValues: () => [
      ...(shown.includes("value") ? [{ ...display, title: "Value" }] : []),
      ...(shown.includes("percent")
        ? [{ numeric: NaN, text: percent(display.numeric / total), title: "Percent" }]
        : []),
    ],
  }));
  const legend =
    showLegend && displayMode !== LegendDisplayMode.Hidden ? (
      <VizLayout.Legend placement={placement}>
        <VizLegend items={items} placement={placement} displayMode={displayMode} />
      </VizLayout.Legend>
    ) : null;
  return (
    <VizLayout {...{ width, height, legend }}>
      {(width: number, height: number) => <Pie {...{ width, height, values, total, options }} />}
    </VizLayout>
  );
}

interface PieProps {
  readonly width: number;
  readonly height: number;
  readonly values: readonly FieldDisplay[];
  readonly total: number;
  readonly options: PieOptions;
}

function Pie({ width, height, values, total, options }: PieProps) {
  const theme = useTheme2();
  const radius = Math.max(0, Math.min(width, height) / 2 - 4);
  const inner = options.pieType === "donut" ? radius * 0.6 : 0;
  const middle = (radius + inner) / 2;
  let turned = 0;
  return (
    <svg width={width} height={height} style={{ display: "block" }}>
      <g transform={`translate(${width / 2} ${height / 2})`} stroke={theme.colors.background.primary}>
        {values.map(({ display }, i) => {
          const from = turned;
          turned += display.numeric / total;
          const color = display.color ?? "gray";
          const [x, y] = point(middle * (inner > 0 ? 1 : 1.2), (from + turned) / 2);
          const label = options.displayLabels.map((kind) => labelOf(kind, display, display.numeric / total)).join(" ");
          return (
            <g key={i}>
              <path d={slice(radius, inner, from, turned)} fill={color} strokeWidth={1} />
              {turned - from > 0.05 && (
                <text
                  x={x}
                  y={y}
                  fontSize={12}
                  stroke="none"
                  textAnchor="middle"
                  fill={getTextColorForBackground(color)}
                >
                  {label}
                </text>
              )}
            </g>
          );
        })}
      </g>
    </svg>
  );
}

function labelOf(kind: string, display: FieldDisplay["display"], share: number): string {
  if (kind === "percent") return percent(share);
  return kind === "name" ? (display.title ?? "") : formattedValueToString(display);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** From the top, clockwise. */
function point(radius: number, fraction: number): readonly [string, string] {
  const angle = fraction * 2 * Math.PI - Math.PI / 2;
  return [(radius * Math.cos(angle)).toFixed(2), (radius * Math.sin(angle)).toFixed(2)];
}

function slice(radius: number, inner: number, from: number, to: number): string {
  // A whole circle has no beginning: an arc from a point to itself is nothing.
  const end = Math.min(to, from + 0.9999);
  const large = end - from > 0.5 ? 1 : 0;
  const outer = `M ${point(radius, from).join(" ")} A ${radius} ${radius} 0 ${large} 1 ${point(radius, end).join(" ")}`;
  if (inner === 0) return `${outer} L 0 0 Z`;
  return `${outer} L ${point(inner, end).join(" ")} A ${inner} ${inner} 0 ${large} 0 ${point(inner, from).join(" ")} Z`;
}
