import { dateTimeFormat, type TimeRange } from "@grafana/data";
import { useTheme2 } from "@grafana/ui";

/** Height of the axis, in pixels. */
export const AXIS = 22;

/** Of a text's width, in pixels. */
const HALF = 18;

/** Seconds between ticks that people count in. */
const STEPS = [1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 2592000];

interface Props {
  readonly timeRange: TimeRange;
  readonly timeZone: string;
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

/** The times below a panel that has time to its right, as part of an SVG. */
export function TimeAxis({ timeRange, timeZone, left, width, top }: Props) {
  const theme = useTheme2();
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const least = ((to - from) / 1000) * (80 / Math.max(80, width));
  const step = (STEPS.find((each) => each >= least) ?? STEPS.at(-1)!) * 1000;
  const format = step >= 86_400_000 ? "MM/DD" : step < 60_000 ? "HH:mm:ss" : "HH:mm";
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const x = left + ((at - from) / (to - from)) * width;
    // Half of a text would be cut off.
    if (x + HALF <= left + width) ticks.push({ at, x });
  }
  return (
    <g fill={theme.colors.text.primary} fontSize={12} textAnchor="middle">
      {ticks.map(({ at, x }) => (
        <text key={at} x={x} y={top + 16}>
          {dateTimeFormat(at, { format, timeZone })}
        </text>
      ))}
    </g>
  );
}
