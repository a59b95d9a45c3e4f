import { objects } from "../json";
import type { Readable } from "../json";
import type { FindingKind, ViewFinding } from "../types";
import { fault, nameOf, type At } from "./say";

/** Grafana's own, that need no provisioning: of mixed panels, of other panels' data, of its database. */
const own = ["-- Mixed --", "-- Dashboard --", "-- Grafana --", "grafana", "__expr__"];

/** Everything that names a data source other than the one there is. Without a name it's Grafana's default. */
export function sourceFindings({ panels, variables, annotations }: Readable, uid: string, at: At): ViewFinding[] {
  const check = (kind: FindingKind, where: string, holder: object) => {
    const given = uidOf(holder);
    if (given === undefined || given === uid || own.includes(given) || /[$[]/.test(given)) return [];
    const what = `its data source "${given}" isn't there; the provisioned one is "${uid}"`;
    return [fault(kind, { where: `${at.where}, ${where}` }, what)];
  };
  return [
    ...panels
      .flatMap((panel) => [panel, ...(panel.panels ?? [])])
      .flatMap((panel) => {
        const holders = [panel, ...objects(panel.targets)];
        const found = holders.flatMap((holder) => check("query", nameOf(panel), holder));
        return found.filter(({ what }, i) => found.findIndex((other) => other.what === what) === i);
      }),
    ...variables.flatMap((variable) => check("variable", `variable "${variable.name}"`, variable)),
    ...annotations.flatMap((each) => [
      ...check("annotation", `annotation "${each.name ?? ""}"`, each),
      ...check("annotation", `annotation "${each.name ?? ""}"`, each.target ?? {}),
    ]),
  ];
}

/** Old dashboards have a name alone, new ones `{type, uid}`. */
function uidOf(holder: object): string | undefined {
  const { datasource } = holder as { datasource?: unknown };
  if (typeof datasource === "string") return datasource;
  const uid = (datasource as { uid?: unknown } | null | undefined)?.uid;
  return typeof uid === "string" ? uid : undefined;
}
