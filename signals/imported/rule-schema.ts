import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";
import { durationFaults } from "../check/text";
import { didYouMean } from "../nearest";

/** What Prometheus reads in a rule file. The operator's `PrometheusRule` has the same below `spec`. */

const label = z.record(z.string().regex(/^(?!__)[a-zA-Z_]\w*$/, "isn't the name of a label"), z.string());

const rule = z.strictObject({
  alert: z.string().min(1).optional(),
  record: z
    .string()
    .regex(/^[a-zA-Z_:][\w:]*$/, "isn't the name of a series")
    .optional(),
  expr: z.union([z.string().min(1), z.number().transform(String)], "a PromQL expression was expected"),
  for: z.string().optional(),
  keep_firing_for: z.string().optional(),
  labels: label.optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const group = z.strictObject({
  name: z.string().min(1),
  interval: z.string().optional(),
  limit: z.int().min(0).optional(),
  query_offset: z.string().optional(),
  labels: label.optional(),
  rules: z.array(rule),
});

export type AddedRule = z.output<typeof rule> & { readonly line: number };
export type AddedGroup = Omit<z.output<typeof group>, "rules"> & {
  readonly rules: readonly AddedRule[];
  readonly line: number;
};

const shape = z.strictObject({ groups: z.array(group) });

/** Its groups, each with the lines of its rules; or what is wrong with it, each fault with its line. */
export function readRuleFile(content: string): { groups: readonly AddedGroup[]; faults: readonly string[] } {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  if (document.errors.length > 0) {
    const faults = document.errors.map(
      ({ message, pos }) => `line ${lines.linePos(pos[0]).line}: ${message.split(/ at line |\n/)[0]}`,
    );
    return { groups: [], faults };
  }
  const below = document.get("kind") === "PrometheusRule" ? ["spec"] : [];
  const lineOf = (path: readonly PropertyKey[]) => lines.linePos(offset(document, [...below, ...path])).line;
  const read = below.length > 0 ? (document.toJS() as { spec?: unknown }).spec : (document.toJS() as unknown);
  const { data, error } = shape.safeParse(read ?? {});
  if (error) {
    const faults = error.issues.flatMap((issue) =>
      issueFaults(issue).map((fault) => `line ${lineOf(issue.path)}: ${fault}`),
    );
    return { groups: [], faults };
  }
  const groups = data.groups.map((each, i) => ({
    ...each,
    line: lineOf(["groups", i]),
    rules: each.rules.map((one, j) => ({ ...one, line: lineOf(["groups", i, "rules", j]) })),
  }));
  return {
    groups,
    faults: groups.flatMap(({ rules, ...rest }) => [...groupFaults(rest), ...rules.flatMap(ruleFaults)]),
  };
}

function groupFaults({ name, interval, query_offset, line }: Omit<AddedGroup, "rules">): string[] {
  return durationFaults(`line ${line}: group "${name}"`, { interval, query_offset });
}

function ruleFaults({ alert, record, for: hold, keep_firing_for, annotations, line }: AddedRule): string[] {
  const where = `line ${line}`;
  if ((alert === undefined) === (record === undefined)) {
    return [
      `${where}: a rule has ${alert ? "both" : "neither"} "alert" ${alert ? "and" : "nor"} "record"; one was expected`,
    ];
  }
  const only = Object.entries({ for: hold, keep_firing_for, annotations }).filter(([, value]) => value !== undefined);
  if (record !== undefined) return only.map(([key]) => `${where}: "${key}" is for alerts, not for recording rules`);
  return durationFaults(`${where}: alert "${alert}"`, { for: hold, keep_firing_for });
}

type Issue = z.ZodError["issues"][number];

const keys = {
  file: Object.keys(shape.shape),
  group: Object.keys(group.shape),
  rule: Object.keys(rule.shape),
};

function issueFaults(issue: Issue): string[] {
  const last = issue.path.at(-1);
  const what =
    last === undefined ? "the file" : typeof last === "number" ? `a ${kindAt(issue.path)}` : `"${String(last)}"`;
  if (issue.code !== "unrecognized_keys") {
    return [
      `${what}: ${issue.message.replace(/^Invalid input: /, "").replace(/, received undefined$/, "; it's missing")}`,
    ];
  }
  return issue.keys.map((key) => `${what} has a key "${key}"${didYouMean(key, keys[kindAt(issue.path)]) || "."}`);
}

function kindAt(path: readonly PropertyKey[]): keyof typeof keys {
  return path.includes("rules") ? "rule" : path.includes("groups") ? "group" : "file";
}

/** Where a part begins; of one that isn't there, where what should have it begins. */
function offset(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] | null } | undefined;
    if (node?.range) return node.range[0]!;
  }
  return 0;
}
