import {
  formattedValueToString,
  getActiveThreshold,
  VizOrientation,
  type FieldDisplay,
  type GrafanaTheme2,
} from "@grafana/data";
import { useTheme2, VizRepeater } from "@grafana/ui";
import { arc, fractionOf, fontSizeFor } from "./gauge-arc";
import type { PanelProps } from "./PanelBody";
import { named, valuesOf } from "./values";

interface GaugeOptions {
  readonly orientation: VizOrientation;
  readonly showThresholdMarkers: boolean;
  readonly showThresholdLabels: boolean;
}

/** An arc for each value. The library's own gauge needs a plug-in that it doesn't ship: this is one of Sightline's. */
export function GaugePanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const options = prepared.options as unknown as GaugeOptions;
  return (
    <VizRepeater<FieldDisplay>
      {...{ width, height }}
      orientation={options.orientation}
      source={prepared}
      renderCounter={0}
      autoGrid
      getValues={() => valuesOf(prepared, theme)}
      renderValue={({ value, width, height, count }) => (
        <GaugeArc {...{ value, width, height, count, theme, options }} />
      )}
    />
  );
}

interface ArcProps {
  readonly value: FieldDisplay;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly theme: GrafanaTheme2;
  readonly options: GaugeOptions;
}

const TITLE = 24;

function GaugeArc({ value, count, width, height, theme, options }: ArcProps) {
  const display = named(value, count);
  const { title, color = theme.colors.text.primary, numeric } = display;
  const { min = 0, max = 100, thresholds } = value.field;
  const inPercent = thresholds?.mode === "percentage";
  const at = fractionOf(numeric, min ?? 0, max ?? 100);
  const room = height - (title ? TITLE : 0);
  // The arc is open at its bottom: it is higher than its radius, but less than twice.
  const radius = Math.max(10, Math.min(width / 2, room / 1.36) - 4);
  const band = Math.min(radius / 2.75, 40) / (options.showThresholdLabels ? 1.5 : 1);
  const [x, y] = [width / 2, (room - 1.3 * radius) / 2 + radius];
  const rim = options.showThresholdMarkers ? band / 5 + 2 : 0;
  const middle = radius - rim - band / 2;
  const text = formattedValueToString(display);
  const steps = (thresholds?.steps ?? []).map((step) => ({
    color: theme.visualization.getColorByName(step.color),
    value: step.value,
    from: Math.max(0, inPercent ? step.value / 100 : fractionOf(step.value, min ?? 0, max ?? 100)),
  }));
  const byThreshold = value.field.color?.mode === "thresholds" && thresholds !== undefined;
  const valueColor = byThreshold && inPercent ? colorAt(value, at, theme) : color;
  return (
    <svg width={width} height={height} role="img" aria-label={`${title ?? ""} ${text}`} style={{ display: "block" }}>
      <path d={arc(x, y, middle, 0, 1)} fill="none" stroke={theme.colors.background.secondary} strokeWidth={band} />
      {at > 0 && <path d={arc(x, y, middle, 0, at)} fill="none" stroke={valueColor} strokeWidth={band} />}
      {options.showThresholdMarkers &&
        byThreshold &&
        steps.map(({ color, from }, i) => {
          const to = steps[i + 1]?.from ?? 1;
          const outside = from >= to || from >= 1;
          return outside ? null : (
            <path
              key={i}
              d={arc(x, y, radius - band / 10, from, Math.min(1, to))}
              fill="none"
              stroke={color}
              strokeWidth={band / 5}
            />
          );
        })}
      <text
        x={x}
        y={y + radius * 0.12}
        fill={valueColor}
        textAnchor="middle"
        fontSize={fontSizeFor(text, (middle - band / 2) * 1.7, band * 1.7)}
        fontWeight={theme.typography.fontWeightMedium}
      >
        {text}
      </text>
      {title && (
        <text x={x} y={height - 8} fill={theme.colors.text.primary} textAnchor="middle" fontSize={14}>
          {title}
        </text>
      )}
    </svg>
  );
}

function colorAt({ field }: FieldDisplay, fraction: number, theme: GrafanaTheme2): string {
  return theme.visualization.getColorByName(getActiveThreshold(fraction * 100, field.thresholds?.steps).color);
}
