import { stringify } from "yaml";
import { everything } from "../../config/everything";
import { readSettings } from "../../config/read";
import { configurationReference, pulumiConfig } from "../../config/reference";
import { stackSignals } from "../../config/signals";
import { durationSeconds } from "../../signals/durations";
import { metricsPage } from "../../signals/metrics-page";
import { runbookPages } from "../../signals/runbooks";
import type { RuleGroup } from "../../signals/rules";
import { withSlos } from "../../signals/slo/expand";
import { withSpend } from "../../signals/spend/complete";
import { unitsReport } from "../../signals/units/report";
import type { Workload } from "../../signals/workload";
import { workloads } from "../../workloads";
import { documents } from "../../workloads/documents";
import { documentedDashboards } from "./dashboards/documented";
import { dashboardsPictures } from "./pages/dashboards-pictures";
import { documentsPage } from "./pages/documents";
import { flowsTable } from "./pages/flows-table";
import { platformsTable } from "./pages/platforms-table";
import { podsTable } from "./pages/pods-table";
import { rightsTable } from "./pages/rights-table";
import { unitFiguresTable, unitIdsTable, unitNames, unitsTable } from "./pages/units-tables";
import { recordedStacks, type RecordedStacks } from "./recorded-services";
import { servicesTable } from "./services-table";

/** Path to content of everything that is made from the code, given what stands around it now. Once in a process. */
export async function generatedFiles(read: (path: string) => string): Promise<Map<string, string>> {
  const written = read("Pulumi.yaml");
  const head = written.slice(0, written.indexOf("\nconfig:") + 1) || `${written.trimEnd()}\n`;
  const all = Object.values(workloads)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(whole);
  const rules = new Map(all.flatMap(rulesOf).map((group) => [group.name, group]));
  const platformRules = [...rules.values()].filter((group) => !all.some((workload) => isOf(workload, group)));
  const stacks = await recordedStacks();
  return new Map([
    ["Pulumi.yaml", `${head}config:\n${indent(stringify(pulumiConfig(), { lineWidth: 116 }))}`],
    ["docs/configuration.md", configurationReference()],
    ["docs/dashboards.md", between(read("docs/dashboards.md"), "pictures", dashboardsPictures(documentedDashboards()))],
    ["docs/documents.md", documentsPage(all.map((workload) => ({ workload, items: documents[workload.name] ?? [] })))],
    ["docs/metrics.md", metricsPage(all, platformRules)],
    ...runbookPages([...rules.values()]).map(({ name, content }) => [`docs/runbooks/${name}`, content] as const),
    ["docs/security.md", between(read("docs/security.md"), "services", servicesTable(stacks.services))],
    ["docs/kubernetes.md", kubernetesPage(read("docs/kubernetes.md"), stacks)],
    ["docs/units.md", unitsPage(read("docs/units.md"))],
  ]);
}

function kubernetesPage(page: string, stacks: RecordedStacks): string {
  const blocks = {
    platforms: platformsTable(stacks),
    pods: podsTable(stacks),
    rights: rightsTable(stacks.kubernetes),
    flows: flowsTable(stacks.flows),
  };
  return Object.entries(blocks).reduce((text, [name, content]) => between(text, name, content), page);
}

function unitsPage(page: string): string {
  const { settings, workload } = readSettings("docs", {});
  const { rules, dashboards } = stackSignals(settings, workload).specs;
  const rows = unitsReport({ metrics: workload.metrics, rules, dashboards });
  const blocks = {
    names: unitNames(),
    ids: unitIdsTable(),
    figures: unitFiguresTable(rows),
    units: unitsTable(rows),
  };
  return Object.entries(blocks).reduce((text, [name, content]) => between(text, name, content), page);
}

/** Every rule group of a stack that has all that can be watched: the workload's and Sightline's own. */
function rulesOf({ name }: Workload): readonly RuleGroup[] {
  const { settings, workload } = readSettings("docs", everything(name));
  return stackSignals(settings, workload).specs.rules;
}

/** With the rules that are made of what it declares. */
function whole(workload: Workload): Workload {
  const { settings } = readSettings("docs", { "sightline:workload": workload.name });
  const retentionSeconds = durationSeconds(settings.prometheus.retention);
  return withSpend(withSlos(workload, { retentionSeconds }).workload, settings.llm);
}

function isOf(workload: Workload, { name }: RuleGroup): boolean {
  return workload.rules.some((group) => group.name === name);
}

/** Replaces what stands between two comments of a page that is otherwise written by hand. */
function between(page: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${start} and ${end} were expected`);
  return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
