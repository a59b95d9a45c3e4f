/** Variables in what a panel shows: its text, its fields' names, its transformations. Queries have theirs already. */
import { getFieldDisplayName, type DataFrame, type Field } from "@grafana/data";
import { interpolate, type Chosen, type Scope } from "../../../signals/view/interpolate";
import { rangeVariables } from "../../../signals/view/queries";
import type { LoadedDashboard, LoadedPanel, LoadedVariable } from "../../../signals/view/types";

export type Interpolate = (text: string) => string;

/** For one panel; a repeated one has its own value of the variable that it repeats by. */
export function interpolateFor({ variables, range, title }: LoadedDashboard, panel: LoadedPanel): Interpolate {
  const own = panel.json.repeat === undefined ? undefined : panel.key.split(":").at(-1);
  const chosen = variables.map((variable) =>
    variable.name === panel.json.repeat && own !== undefined
      ? { ...chosenOf(variable), values: [own], texts: [variable.texts?.[own] ?? own], all: false }
      : chosenOf(variable),
  );
  const scope: Scope = {
    variables: new Map(chosen.map((each) => [each.name, each])),
    builtIn: { __dashboard: title, ...rangeVariables(range) },
  };
  return (text) => interpolate(text, scope, "text");
}

function chosenOf({ name, multi, includeAll, selected, options, texts = {} }: LoadedVariable): Chosen {
  const all = selected.length === 1 && selected[0] === "$__all";
  const values = all ? options : selected;
  return {
    name,
    values,
    texts: values.map((value) => texts[value] ?? value),
    list: multi || all,
    regex: multi || includeAll,
    all,
  };
}

/** `${__field.labels.source}` and its like in a field's display name. */
export function inField(text: string, field: Field, data: DataFrame[]): string {
  if (!text.includes("__")) return text;
  const frame = data.find(({ fields }) => fields.includes(field)) ?? data[0];
  return text
    .replace(/\$\{__field\.labels\.([^}]+)\}|\$\{__field\.labels\["([^"]+)"\]\}/g, (_, dotted, quoted) => {
      return field.labels?.[dotted ?? quoted] ?? "";
    })
    .replace(/\$\{__field\.labels\}/g, () => Object.values(field.labels ?? {}).join(", "))
    .replace(/\$\{__(?:field\.(?:name|displayName)|series\.name)\}/g, () => {
      return getFieldDisplayName(field, frame, data);
    });
}
