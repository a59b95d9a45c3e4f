import { measureText, useTheme2 } from "@grafana/ui";
import { roomFor } from "./names";
import { ticksOf } from "./ticks";

export interface BarSeries {
  readonly name: string;
  readonly color: string;
  readonly bars: readonly { readonly value: number; readonly text: string; readonly color: string }[];
  readonly format: (value: number) => string;
  readonly min?: number;
  readonly max?: number;
}

interface Props {
  readonly width: number;
  readonly height: number;
  readonly categories: readonly string[];
  readonly series: readonly BarSeries[];
  readonly stacked: boolean;
  /** Bars to the right instead of upwards. */
  readonly lying: boolean;
  /** Each bar's value at its end. */
  readonly texts: boolean;
  /** Shares of the room that there is. */
  readonly groupWidth: number;
  readonly barWidth: number;
}

const LINE = 20;

/** Groups of bars, one for each category, with both axes. */
export function Bars(props: Props) {
  const { width, height, categories, series, stacked, lying, groupWidth, barWidth } = props;
  const theme = useTheme2();
  const sums = categories.map((_, i) => series.reduce((sum, { bars }) => sum + bars[i]!.value, 0));
  const all = stacked ? sums : series.flatMap(({ bars }) => bars.map(({ value }) => value));
  const ticks = ticksOf(
    series[0]?.min ?? Math.min(0, ...all),
    series[0]?.max ?? Math.max(0, ...all),
    lying ? 5 : height / 40,
  );
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const labels = ticks.map((tick) => series[0]?.format(tick) ?? "");
  const left = roomFor(lying ? categories : labels, width / 3);
  const plot = { width: width - left - 24, height: height - LINE - 12 };
  const along = (value: number) => (value - low) / (high - low || 1);
  const group = (lying ? plot.height : plot.width) / Math.max(1, categories.length);
  const slot = (group * groupWidth) / (stacked ? 1 : Math.max(1, series.length));
  const text = { fontSize: 12, fill: theme.colors.text.primary };
  return (
    <svg width={width} height={height} style={{ display: "block" }}>
      <g transform={`translate(${left} 12)`}>
        {ticks.map((tick, i) => {
          const at = lying ? along(tick) * plot.width : plot.height * (1 - along(tick));
          const line = lying ? { x1: at, x2: at, y1: 0, y2: plot.height } : { x1: 0, x2: plot.width, y1: at, y2: at };
          const place = lying
            ? { x: at, y: plot.height + 15, textAnchor: "middle" as const }
            : { x: -8, y: at + 4, textAnchor: "end" as const };
          return (
            <g key={tick}>
              <line {...line} stroke={theme.colors.border.weak} />
              <text {...text} {...place}>
                {labels[i]}
              </text>
            </g>
          );
        })}
        {categories.map((category, c) => {
          const start = c * group + (group * (1 - groupWidth)) / 2;
          const middle = c * group + group / 2;
          const place = lying
            ? { x: -8, y: middle + 4, textAnchor: "end" as const }
            : { x: middle, y: plot.height + 15, textAnchor: "middle" as const };
          let below = 0;
          return (
            <g key={c}>
              <text {...text} {...place}>
                {fitted(category, lying ? left - 10 : group - 4)}
              </text>
              {series.map(({ bars }, s) => {
                const bar = bars[c]!;
                const [from, to] = stacked ? [below, (below += bar.value)] : [0, bar.value];
                const side = start + (stacked ? 0 : s * slot) + (slot * (1 - barWidth)) / 2;
                const [first, last] = [along(Math.min(from, to)), along(Math.max(from, to))];
                const box = lying
                  ? { x: first * plot.width, y: side, width: (last - first) * plot.width, height: slot * barWidth }
                  : {
                      x: side,
                      y: plot.height * (1 - last),
                      width: slot * barWidth,
                      height: (last - first) * plot.height,
                    };
                const shown =
                  props.texts && !stacked && measureText(bar.text, 12).width < (lying ? Infinity : slot + 4);
                const end = lying
                  ? { x: box.x + box.width + 4, y: box.y + box.height / 2 + 4 }
                  : {
                      x: box.x + box.width / 2,
                      y: bar.value < 0 ? box.y + box.height + 12 : box.y - 4,
                      textAnchor: "middle" as const,
                    };
                return (
                  <g key={s}>
                    <rect {...box} fill={bar.color} fillOpacity={0.8} stroke={bar.color} />
                    {shown && (
                      <text {...text} {...end} fill={bar.color}>
                        {bar.text}
                      </text>
                    )}
                  </g>
                );
              })}
            </g>
          );
        })}
      </g>
    </svg>
  );
}

/** A text cut to a width, in pixels. */
function fitted(text: string, width: number): string {
  const share = width / Math.max(1, measureText(text, 12).width);
  return share >= 1 ? text : `${text.slice(0, Math.max(1, Math.floor(text.length * share) - 1))}…`;
}
