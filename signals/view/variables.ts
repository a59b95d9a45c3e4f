/** The variables of a dashboard: which values there are, which are chosen, and what stands in their place. */
import { interpolate, references, type Chosen, type Scope } from "./interpolate";
import type { Ask, LoadedVariable, LoadOptions, VariableJson } from "./types";
import { ALL, chosenOf, select, strings } from "./variable-choice";
import { askValues, filtered, queryText, sortedBy, type Found, type Option } from "./variable-query";

export interface Resolved {
  readonly loaded: readonly LoadedVariable[];
  readonly chosen: ReadonlyMap<string, Chosen>;
}

type Options = Pick<LoadOptions, "range" | "selected">;

/** Each after those that it depends on, whatever their order in the JSON; the others side by side. */
export async function resolveVariables(
  variables: readonly VariableJson[],
  options: Options,
  builtIn: Scope["builtIn"],
  ask: Ask,
): Promise<Resolved> {
  const names = new Set(variables.map(({ name }) => name));
  const chosen = new Map<string, Chosen>();
  const loaded = new Map<VariableJson, LoadedVariable>();
  let left = [...variables];
  while (left.length > 0) {
    const ready = left.filter((each) => dependencies(each).every((name) => !names.has(name) || chosen.has(name)));
    // A circle: as Grafana, it begins somewhere.
    const turn = ready.length > 0 ? ready : left.slice(0, 1);
    const scope = { variables: new Map(chosen), builtIn };
    const done = await Promise.all(turn.map((variable) => resolve(variable, scope, options, ask)));
    for (const [i, each] of done.entries()) {
      chosen.set(turn[i]!.name, each.chosen);
      loaded.set(turn[i]!, each.loaded);
    }
    left = left.filter((each) => !loaded.has(each));
  }
  return { loaded: variables.map((each) => loaded.get(each)!), chosen };
}

/** The names that a variable's own query, filter or "All" refers to. */
export function dependencies(variable: VariableJson): string[] {
  const texts = [textOf(variable), variable.regex ?? "", variable.allValue ?? ""];
  return references(texts.join("\n")).filter((name) => name !== variable.name);
}

const textOf = (variable: VariableJson) => (variable.type === "interval" ? "" : queryText(variable));

async function resolve(variable: VariableJson, scope: Scope, options: Options, ask: Ask) {
  const { name, type, multi = false, includeAll = false } = variable;
  const found = await foundOf(variable, scope, options, ask);
  const selected = select(variable, found, options.selected?.[name]);
  const loaded: LoadedVariable = {
    name,
    label: variable.label || name,
    type,
    multi,
    includeAll,
    hidden: variable.hide === 2,
    options: found.options.map(({ value }) => value),
    ...textsOf(found.options),
    selected,
    ...(found.error !== undefined && { error: found.error }),
  };
  return { loaded, chosen: chosenOf(variable, found.options, selected, options) };
}

/** Only where some value is shown as another text. */
function textsOf(options: readonly Option[]): Pick<LoadedVariable, "texts"> {
  const other = options.filter(({ text, value }) => text !== value);
  return other.length === 0 ? {} : { texts: Object.fromEntries(other.map(({ text, value }) => [value, text])) };
}

async function foundOf(variable: VariableJson, scope: Scope, { range }: Options, ask: Ask): Promise<Found> {
  const query = queryText(variable);
  const regex = interpolate(variable.regex ?? "", scope, "glob");
  switch (variable.type) {
    case "query": {
      const { options, error } = await askValues(interpolate(query, scope, "promql"), range, ask);
      return { options: sortedBy(variable.sort ?? 0, filtered(options, regex)), error };
    }
    case "custom":
      return { options: (query.match(/(?:\\,|[^,])+/g) ?? []).map(customOption) };
    case "interval": {
      const lengths = query.split(",").map((each) => each.trim().replace(/^["']|["']$/g, ""));
      return { options: plain([...(variable["auto"] === true ? ["auto"] : []), ...lengths]) };
    }
    case "constant":
    case "textbox":
      return { options: [] };
    default:
      // Data sources and the kinds that only a Grafana server knows: what was saved.
      return { options: filtered(savedOptions(variable), variable.type === "datasource" ? regex : undefined) };
  }
}

const plain = (values: readonly string[]): Option[] => values.map((value) => ({ text: value, value }));

/** `text : value`; a comma in it is written `\,`. */
function customOption(written: string): Option {
  const text = written.replace(/\\,/g, ",").trim();
  const [, shown, value] = /^(.+?)\s:\s(.+)$/.exec(text) ?? [];
  return shown === undefined ? { text, value: text } : { text: shown.trim(), value: value!.trim() };
}

function savedOptions({ options, current }: VariableJson): Option[] {
  const saved = (Array.isArray(options) ? options : []).filter(({ value }) => value !== ALL);
  return saved.length > 0 ? saved : plain(strings(current?.value).filter((value) => value !== ALL));
}
