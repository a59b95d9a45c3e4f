import { useState } from "react";
import type { TimeRange } from "../../../signals/view/types";
import { Popover } from "./Popover";
import { quickRanges, rangeFault, rangeLabel, shifted, writable, zoomedOut, type RawRange } from "./time";

export interface TimePickerProps {
  readonly range: RawRange;
  /** What it meant when the data was asked for. */
  readonly resolved?: TimeRange;
  readonly onChange: (range: RawRange) => void;
}

/** The time range: one of the usual ones, or from and to as Grafana writes them; back, forth and out. */
export function TimePicker({ range, resolved, onChange }: TimePickerProps) {
  const label = rangeLabel(range);
  const step = (make: (range: TimeRange) => RawRange) => () => resolved && onChange(make(resolved));
  return (
    <div className="group" role="group" aria-label="Time range">
      <button type="button" aria-label="Earlier" onClick={step((each) => shifted(each, -1))}>
        ‹
      </button>
      <Popover label={label} name={`Time range: ${label}`} className="time" right>
        {(close) => (
          <Choices
            range={range}
            onChange={(next) => {
              close();
              onChange(next);
            }}
          />
        )}
      </Popover>
      <button type="button" aria-label="Later" onClick={step((each) => shifted(each, 1))}>
        ›
      </button>
      <button type="button" aria-label="Zoom out" onClick={step(zoomedOut)}>
        −
      </button>
    </div>
  );
}

function Choices({ range, onChange }: Pick<TimePickerProps, "range" | "onChange">) {
  const [own, setOwn] = useState(() => writable(range));
  const [fault, setFault] = useState<string>();
  const field = (name: "from" | "to") => (
    <label>
      {name === "from" ? "From" : "To"}
      <input
        value={own[name]}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        onChange={({ target }) => setOwn({ ...own, [name]: target.value })}
      />
    </label>
  );
  return (
    <div className="times">
      <ul>
        {quickRanges.map(([label, from]) => (
          <li key={from}>
            <button
              type="button"
              aria-current={range.from === from && range.to === "now"}
              onClick={() => onChange({ from, to: "now" })}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const found = rangeFault(own);
          setFault(found);
          if (found === undefined) onChange(own);
        }}
      >
        {field("from")}
        {field("to")}
        <p className="hint">now-6h, now/d, or 2026-01-31 12:00 (UTC)</p>
        {fault !== undefined && <p role="alert">{fault}</p>}
        <button type="submit">Apply</button>
      </form>
    </div>
  );
}
