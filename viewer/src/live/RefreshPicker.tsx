import { refreshIntervals } from "./time";

export interface RefreshPickerProps {
  readonly refresh: string;
  readonly busy: boolean;
  readonly onChange: (refresh: string) => void;
  readonly onRefresh: () => void;
}

/** Asks anew now, or every so often. */
export function RefreshPicker({ refresh, busy, onChange, onRefresh }: RefreshPickerProps) {
  const intervals = [...new Set(["", ...refreshIntervals, refresh])];
  return (
    <div className="group" role="group" aria-label="Refresh">
      <button type="button" className={busy ? "busy" : ""} aria-label="Refresh now" onClick={onRefresh}>
        <span aria-hidden="true">↻</span>
      </button>
      <select aria-label="Refresh every" value={refresh} onChange={({ target }) => onChange(target.value)}>
        {intervals.map((interval) => (
          <option key={interval} value={interval}>
            {interval === "" ? "Off" : interval}
          </option>
        ))}
      </select>
    </div>
  );
}
