import { parse } from "yaml";
import type { RuleFile } from "../rule-files";

/** What is known of an alert before it fires: its name and the labels that its rule gives it, `severity` and so on. */
export type AlertLabels = Readonly<Record<string, string>> & { readonly alertname: string };

interface RuleYaml {
  readonly alert?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface FileYaml {
  readonly groups?: readonly { readonly labels?: RuleYaml["labels"]; readonly rules?: readonly RuleYaml[] }[];
}

/**
 * The alerts that these files make Prometheus send, each distinct set of labels once, in order of their names: read from
 * what is deployed, so with the severities that the stack sets, without the alerts that it leaves out, and with those of
 * added files. Labels that come from the expression aren't among them, nor those with a template.
 *
 * @param external what Prometheus adds to all of them: `stack`, `workload`
 */
export function alertLabelsOf(
  ruleFiles: readonly RuleFile[],
  external: Readonly<Record<string, string>> = {},
): AlertLabels[] {
  const alerts = ruleFiles.flatMap(({ content }) =>
    ((parse(content) as FileYaml | null)?.groups ?? []).flatMap(({ labels: ofGroup, rules }) =>
      (rules ?? []).flatMap(({ alert, labels }) =>
        alert === undefined ? [] : [sorted({ ...external, ...ofGroup, ...labels, alertname: alert })],
      ),
    ),
  );
  const distinct = new Map(alerts.map((alert) => [JSON.stringify(alert), alert]));
  return [...distinct.values()].sort((a, b) => (a.alertname < b.alertname ? -1 : a.alertname > b.alertname ? 1 : 0));
}

function sorted(labels: AlertLabels): AlertLabels {
  const known = Object.entries(labels).filter(([, value]) => !value.includes("{{"));
  known.sort(([a], [b]) => (a < b ? -1 : 1));
  return { alertname: labels.alertname, ...Object.fromEntries(known) };
}
