import { formattedValueToString, type DataFrame, type Field } from "@grafana/data";
import { getTextColorForBackground, measureText } from "@grafana/ui";
import { roomFor, valueFields } from "./names";
import { Notice } from "./Notice";
import type { PanelProps } from "./PanelBody";
import { RowName } from "./RowName";
import { AXIS, TimeAxis } from "./TimeAxis";

interface State {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly color: string;
}

/** A line for each series: which state it was in, and when. Sightline's own; Grafana's isn't published. */
export function StateTimelinePanel({ prepared, width, height }: PanelProps) {
  const { timeRange, timeZone, options } = prepared;
  const rows = valueFields(prepared.frames).filter(({ frame }) => timeField(frame) !== undefined);
  if (rows.length === 0) return <Notice text="Data is missing a time field" />;
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const left = roomFor(
    rows.map(({ name }) => name),
    width / 3,
  );
  const band = (height - AXIS) / rows.length;
  const bar = band * Number(options["rowHeight"]);
  const at = (time: number) => left + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * (width - left);
  return (
    <svg width={width} height={height} style={{ display: "block" }}>
      {rows.map(({ name, field, frame }, row) => {
        const top = row * band + (band - bar) / 2;
        const middle = top + bar / 2;
        return (
          <g key={`${name} ${row}`}>
            <RowName x={left - 8} y={middle} name={name} />
            {statesOf(field, timeField(frame)!, to).map((state) => {
              const [x, end] = [at(state.from), at(state.to)];
              const fits = options["showValue"] !== "never" && measureText(state.text, 12).width + 8 < end - x;
              return (
                <g key={state.from}>
                  <rect x={x} y={top} width={Math.max(0, end - x)} height={bar} fill={state.color} />
                  {fits && (
                    <text
                      x={x + 4}
                      y={middle}
                      fontSize={12}
                      dominantBaseline="central"
                      fill={getTextColorForBackground(state.color)}
                    >
                      {state.text}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        );
      })}
      <TimeAxis {...{ timeRange, timeZone, left }} width={width - left} top={height - AXIS} />
    </svg>
  );
}

function timeField({ fields }: DataFrame): Field | undefined {
  return fields.find(({ type }) => type === "time");
}

/** Equal states that follow each other are one; it ends where a sample is missing. */
function statesOf(field: Field, time: Field, end: number): State[] {
  const states: State[] = [];
  const interval = time.config.interval ?? Infinity;
  for (const [i, value] of field.values.entries()) {
    if (value === null || value === undefined) continue;
    const from = time.values[i] as number;
    const next = (time.values[i + 1] as number | undefined) ?? end;
    const to = next - from > interval * 1.5 ? from + interval : next;
    const shown = field.display!(value);
    const text = formattedValueToString(shown);
    const last = states.at(-1);
    if (last && last.to === from && last.text === text) states[states.length - 1] = { ...last, to };
    else states.push({ from, to, text, color: shown.color ?? "gray" });
  }
  return states;
}
