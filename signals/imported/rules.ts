/** Prometheus rule files of the user's own: read, checked against the contract, and written as ours are. */
import { withRecordings } from "../check/rules";
import { readTemplate } from "../check/text";
import { clusterObjects } from "../delivery/subject-labels";
import { didYouMean } from "../nearest";
import { outputLabels, type Known } from "../promql";
import { recordedSeries, type RuleFile } from "../rule-files";
import { usualPriority, type RuleGroup, type Severity } from "../rules";
import { toYaml } from "../yaml";
import { baseName, slug, type AddedFile } from "./file";
import { readRuleFile, type AddedGroup, type AddedRule } from "./rule-schema";
import { asksForOpen, expressionFaults } from "./undeclared";

export interface ImportedRules {
  readonly faults: readonly string[];
  /** What is taken, but may not be meant. */
  readonly notes: readonly string[];
  readonly ruleFiles: readonly RuleFile[];
  /** Labels that these alerts may carry. */
  readonly alertLabels: readonly string[];
  /** What can be asked for, with what these rules record. */
  readonly known: Known;
  /** Recorded series whose labels nobody knows. */
  readonly open: ReadonlySet<string>;
}

interface Read {
  readonly file: AddedFile;
  readonly groups: readonly (AddedGroup & { readonly output: string })[];
}

/** @param own the stack's rules: names of theirs are taken */
export function importRules(files: readonly AddedFile[], known: Known, own: readonly RuleGroup[]): ImportedRules {
  const faults: string[] = [];
  const read = files.map((file): Read => {
    const { groups, faults: wrong } = readRuleFile(file.content);
    faults.push(...wrong.map((fault) => `${file.path}: ${fault}`));
    // A group that is named as its file needn't be so twice.
    const output = (name: string) => [...new Set([slug(baseName(file.path)), slug(name)])].join("-");
    return { file, groups: groups.map((group) => ({ ...group, output: output(group.name) })) };
  });
  const rules = read.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const open = openRecords(rules, known);
  const recorded = withRecordings(known, [asGroup(rules.filter(({ record }) => !open.has(record ?? "")))]);
  faults.push(...takenFaults(read, own));
  for (const { file, groups } of read) {
    const asked = groups.flatMap((group) => group.rules.map((rule) => ({ expr: rule.expr, where: whereOf(rule) })));
    faults.push(...expressionFaults(file, asked, recorded, open));
  }
  const ruleFiles = read.flatMap(({ groups }) =>
    groups.map(({ output, rules, name: _, line: __, ...rest }) => ({
      name: `${output}.yaml`,
      content: toYaml({ groups: [{ name: output, ...rest, rules: rules.map((rule) => written(rule, rest.labels)) }] }),
    })),
  );
  const place = (fault: string) => `sightline:ruleFiles: ${fault}`;
  const notes = read.flatMap(({ file, groups }) =>
    groups.flatMap((group) => group.rules.flatMap((rule) => severityNotes(file, rule, group.labels))),
  );
  const alertLabels = read.flatMap(({ groups }) => groups.flatMap((group) => labelsOf(group, recorded, open)));
  const [told, noted] = [faults.map(place), notes.map(place)];
  return { faults: told, notes: noted, ruleFiles, alertLabels, known: recorded, open };
}

/** Such an alert has no level of its own: what somebody calls `page` would be told within hours. */
function severityNotes({ path }: AddedFile, rule: AddedRule, ofGroup: AddedRule["labels"]): string[] {
  const { severity, priority }: NonNullable<AddedRule["labels"]> = { ...ofGroup, ...rule.labels };
  const ours = Object.keys(usualPriority);
  if (rule.alert === undefined || severity === undefined || priority !== undefined || ours.includes(severity))
    return [];
  const hint = didYouMean(severity, ours) || "; a label priority (P0 to P3) would say how soon";
  return [
    `${path}: ${whereOf(rule)} has the severity "${severity}", which is none of ${ours.join(", ")}, so it's told as P2${hint}`,
  ];
}

const whereOf = ({ alert, record, line }: AddedRule) =>
  alert === undefined ? `recording rule "${record}" (line ${line})` : `alert "${alert}" (line ${line})`;

/** As far as its labels are concerned. */
function asGroup(rules: readonly AddedRule[]): RuleGroup {
  const recordings = rules.flatMap(({ record, expr, labels }) =>
    record === undefined ? [] : [{ record, expr, labels, help: record }],
  );
  return { name: "added", recordings };
}

/**
 * The labels of a group's alerts: of their expressions, their own, and those that their texts name. Nobody knows the labels
 * of metrics that aren't declared, so with one of those it may be any that some other series has.
 */
function labelsOf({ labels = {}, rules }: AddedGroup, known: Known, open: ReadonlySet<string>): string[] {
  return rules
    .filter(({ alert }) => alert !== undefined)
    .flatMap(({ expr, labels: own = {}, annotations = {} }) => [
      ...Object.keys({ ...labels, ...own }),
      ...outputLabels(expr, known),
      ...Object.values(annotations).flatMap((text) => readTemplate(text).labels),
      ...(asksForOpen(expr, known, open) ? [...clusterObjects, ...[...known.values()].flat()] : []),
    ]);
}

/** A rule may read what another records, in any order. */
function openRecords(rules: readonly AddedRule[], known: Known): ReadonlySet<string> {
  const names = new Map([
    ...known,
    ...rules.flatMap(({ record }) => (record === undefined ? [] : [[record, []] as const])),
  ]);
  const open = new Set<string>();
  for (let size = -1; size !== open.size;) {
    size = open.size;
    for (const { record, expr } of rules) {
      if (record !== undefined && asksForOpen(expr, names, open)) open.add(record);
    }
  }
  return open;
}

/** What is routed by is there: an alert that says nothing of it is for the working day. */
function written({ line: _, ...rule }: AddedRule, ofGroup: AddedRule["labels"] = {}): object {
  if (rule.alert === undefined) return rule;
  const severity = rule.labels?.["severity"] ?? ofGroup["severity"] ?? "warning";
  const priority = usualPriority[severity as Severity] ?? usualPriority.warning;
  // Those of a rule go before those of its group.
  const usual = Object.entries({ severity, team: "platform", priority }).filter(([label]) => !(label in ofGroup));
  return { ...rule, labels: { ...Object.fromEntries(usual), ...rule.labels } };
}

/** Names that the stack's own rules have, or that come twice: such alerts can't be told apart, nor routed. */
function takenFaults(read: readonly Read[], own: readonly RuleGroup[]): string[] {
  const taken = new Map<string, string>(
    own.flatMap((group): [string, string][] => [
      [`group ${group.name}`, "the stack"],
      ...(group.alerts ?? []).map(({ name }): [string, string] => [`alert ${name}`, "the stack"]),
      ...(group.recordings ?? []).map((each): [string, string] => [`recording ${recordedSeries(each)}`, "the stack"]),
    ]),
  );
  const faults: string[] = [];
  const take = (what: string, { path }: AddedFile, line: number) => {
    const by = taken.get(what);
    const [kind, ...name] = what.split(" ");
    const called = { group: "a rule group", alert: "an alert", recording: "a recording rule" }[kind!];
    if (by !== undefined) faults.push(`${path}: line ${line}: ${by} has ${called} "${name.join(" ")}" already`);
    taken.set(what, path);
  };
  for (const { file, groups } of read) {
    for (const group of groups) {
      take(`group ${group.output}`, file, group.line);
      // Several alerts of one name in one file are severities of one thing.
      const alerts = new Map(
        group.rules.flatMap((rule) => (rule.alert === undefined ? [] : [[rule.alert, rule.line]])),
      );
      for (const [name, line] of alerts) take(`alert ${name}`, file, line as number);
      for (const { record, expr, labels, line } of group.rules) {
        if (record !== undefined) take(`recording ${recordedSeries({ record, expr, labels, help: "" })}`, file, line);
      }
    }
  }
  return faults;
}
