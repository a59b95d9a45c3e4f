import { useId, useState } from "react";
import type { LoadedVariable } from "../../../signals/view/types";
import { Popover } from "./Popover";

const ALL = "$__all";

export interface VariablePickerProps {
  readonly variable: LoadedVariable;
  readonly onChange: (values: readonly string[]) => void;
}

/** Chooses the value of a variable, or several. Those that nobody chooses, such as constants, aren't shown. */
export function VariablePicker({ variable, onChange }: VariablePickerProps) {
  const id = useId();
  const { label, type, multi, error } = variable;
  if (variable.hidden || type === "constant" || type === "datasource") return null;
  const title = error === undefined ? undefined : `its values can't be had: ${error}`;
  return (
    <div className="variable" title={title} data-variable={variable.name}>
      {multi ? <span className="name">{label}</span> : <label htmlFor={id}>{label}</label>}
      {type === "textbox" ? (
        <TextBox id={id} variable={variable} onChange={onChange} />
      ) : multi ? (
        <Several variable={variable} onChange={onChange} />
      ) : (
        <One id={id} variable={variable} onChange={onChange} />
      )}
    </div>
  );
}

function One({ id, variable, onChange }: VariablePickerProps & { readonly id: string }) {
  const [chosen = ""] = variable.selected;
  const options = [...new Set([...(variable.includeAll ? [ALL] : []), ...variable.options, chosen])];
  return (
    <select id={id} value={chosen} onChange={({ target }) => onChange([target.value])}>
      {options.map((value) => (
        <option key={value} value={value}>
          {value === ALL ? "All" : value}
        </option>
      ))}
    </select>
  );
}

function TextBox({ id, variable, onChange }: VariablePickerProps & { readonly id: string }) {
  const [text, setText] = useState(variable.selected[0] ?? "");
  const apply = () => text !== variable.selected[0] && onChange([text]);
  return (
    <input
      id={id}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={apply}
      onKeyDown={({ key }) => key === "Enter" && apply()}
    />
  );
}

/** Applied when it's closed: each choice asks Prometheus for the whole dashboard. */
function Several({ variable, onChange }: VariablePickerProps) {
  const { label, includeAll, options } = variable;
  const [draft, setDraft] = useState<readonly string[]>();
  const [filter, setFilter] = useState("");
  const chosen = draft ?? variable.selected;
  const all = chosen.includes(ALL);
  const shown = options.filter((value) => value.toLowerCase().includes(filter.toLowerCase()));
  const text = all ? "All" : chosen.join(" + ") || "None";
  const flip = (value: string) => {
    const others = chosen.filter((each) => each !== value && each !== ALL);
    const next = chosen.includes(value) ? others : [...others, value];
    setDraft(next.length === 0 && includeAll ? [ALL] : next);
  };
  const close = () => {
    setFilter("");
    setDraft(undefined);
    if (draft && draft.join("\n") !== variable.selected.join("\n")) onChange(draft);
  };
  return (
    <Popover label={<span className="values">{text}</span>} name={`${label}: ${text}`} onClose={close}>
      {() => (
        <fieldset>
          <legend>{label}</legend>
          {options.length > 8 && (
            <input
              type="search"
              placeholder="Search"
              aria-label={`Search ${label}`}
              value={filter}
              onChange={({ target }) => setFilter(target.value)}
            />
          )}
          {includeAll && <Choice value="All" checked={all} onChange={() => setDraft([ALL])} />}
          {shown.map((value) => (
            <Choice key={value} value={value} checked={chosen.includes(value)} onChange={() => flip(value)} />
          ))}
          {options.length === 0 && <p>There are no values.</p>}
        </fieldset>
      )}
    </Popover>
  );
}

function Choice({
  value,
  ...box
}: {
  readonly value: string;
  readonly checked: boolean;
  readonly onChange: () => void;
}) {
  return (
    <label className="choice">
      <input type="checkbox" {...box} /> {value}
    </label>
  );
}
