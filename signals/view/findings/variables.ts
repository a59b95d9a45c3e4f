import { didYouMean } from "../../nearest";
import { exprOf } from "../annotations";
import { references } from "../interpolate";
import type { Readable } from "../json";
import type { LoadedVariable, PanelJson, VariableJson, ViewFinding } from "../types";
import { regexOf } from "../variable-query";
import { dependencies } from "../variables";
import { grafanaVariables } from "./known";
import { fault, nameOf, note, repeated, type At } from "./say";

/** Kinds that are resolved here; the others are what a Grafana server makes of them. */
const kinds = ["query", "custom", "interval", "constant", "textbox", "datasource"];

/** What the JSON tells about variables: used but not defined, defined but not used, twice, unreadable. */
export function variableFindings(json: Readable, at: At): ViewFinding[] {
  const { panels, variables, annotations } = json;
  const names = variables.map(({ name }) => name);
  const of = (name: string) => ({ where: `${at.where}, variable "${name}"` });
  const undefinedIn = (where: string, used: readonly string[]) =>
    used
      .filter((name) => !names.includes(name) && !grafanaVariables.includes(name))
      .map((name) => {
        const what = `variable "$${name}" isn't defined${didYouMean(name, [...names, ...grafanaVariables])}`;
        return fault("variable", { where: `${at.where}, ${where}` }, what);
      });
  // Anywhere: in links and descriptions too.
  const everywhere = new Set([
    ...references(JSON.stringify([panels, annotations])),
    ...panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).flatMap(({ repeat }) => repeat ?? []),
    ...variables.flatMap(dependencies),
  ]);
  return [
    ...panels
      .flatMap((panel) => [panel, ...(panel.panels ?? [])])
      .flatMap((panel) => undefinedIn(nameOf(panel), usedBy(panel))),
    ...variables.flatMap((each) => undefinedIn(`variable "${each.name}"`, dependencies(each))),
    ...annotations.flatMap((each) => undefinedIn(`annotation "${each.name ?? ""}"`, references(exprOf(each)))),
    ...repeated(names).map((name) => fault("variable", of(name), "it is there twice")),
    ...variables.flatMap((variable) => formFindings(variable, of(variable.name))),
    ...names.filter((name) => !everywhere.has(name)).map((name) => note("variable", of(name), "nothing uses it")),
  ];
}

function usedBy({ targets = [], title = "", repeat, interval = "" }: PanelJson): string[] {
  const texts = targets.flatMap(({ expr, legendFormat, interval }) => [expr, legendFormat, interval]);
  const names = references([...texts, title, interval].filter((text) => typeof text === "string").join("\n"));
  return [...new Set([...names, ...(repeat === undefined ? [] : [repeat])])];
}

function formFindings({ type, regex }: VariableJson, at: At): ViewFinding[] {
  return [
    ...(kinds.includes(type) ? [] : [note("variable", at, `type "${type}" does nothing here, only in Grafana`)]),
    ...(!regex || regexOf(regex) ? [] : [fault("variable", at, `its regex "${regex}" isn't a regular expression`)]),
  ];
}

/** What asking told. */
export function valueFindings(variables: readonly LoadedVariable[], json: Readable, at: At): ViewFinding[] {
  return variables.flatMap((variable) => {
    const { name, type, options, error } = variable;
    const of = { where: `${at.where}, variable "${name}"` };
    if (error !== undefined) return [fault("variable", of, `its values can't be asked: ${error}`)];
    if (!["query", "custom", "interval"].includes(type) || options.length > 0) return [];
    // Panels then ask for everything, and have what there is.
    const open = json.variables.some((each) => each.name === name && each.includeAll && each.allValue);
    return [open ? note("variable", of, "it has no values yet") : fault("variable", of, "it has no values")];
  });
}
