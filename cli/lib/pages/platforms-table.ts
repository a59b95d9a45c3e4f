import { isDeepStrictEqual } from "node:util";
import type { RecordedStacks } from "../recorded-services";
import { differences } from "./differences";
import { dockerSide } from "./docker-side";
import { kubernetesSide } from "./kubernetes-side";
import { list, table } from "./markdown";
import { optionRows } from "./option-rows";
import { panels, type RuleGroupContent, type Scrape, type Side } from "./sides";

/** Something of the stack on both targets. Where they aren't alike, `differences` tells why, by kind and name. */
export interface Row {
  readonly kind: string;
  readonly name: string;
  readonly docker: string;
  readonly kubernetes: string;
  readonly alike: boolean;
}

const none = "none";

/** The same stack on both targets, side by side. Throws for a difference that nobody explained, or that isn't any more. */
export function platformsTable(stacks: RecordedStacks): string {
  const [docker, kubernetes] = [dockerSide(stacks), kubernetesSide(stacks)];
  const rows = [...stackRows(docker, kubernetes), isolation(stacks), ...optionRows()];
  const faults = [
    ...rows.filter((row) => !row.alike && !(keyOf(row) in differences)).map((row) => `${keyOf(row)} isn't explained`),
    ...Object.keys(differences)
      .filter((key) => !rows.some((row) => keyOf(row) === key && !row.alike))
      .map((key) => `${key} is explained and doesn't differ`),
  ];
  if (faults.length > 0) throw new Error(`differences between Docker and Kubernetes: ${faults.join("; ")}`);
  return table(
    ["", "Docker", "Kubernetes", "why they differ"],
    [...new Set(rows.map(({ kind }) => kind))].flatMap((kind) =>
      shown(
        kind,
        rows.filter((row) => row.kind === kind),
      ),
    ),
  );
}

/** Long, and of no news as long as each is the same on both sides. */
const folded = ["limits of", "Prometheus:", "secrets of"];

function shown(kind: string, rows: readonly Row[]): string[][] {
  if (folded.includes(kind) && rows.every(({ alike }) => alike)) {
    return [[`${kind} ${list(rows.map(({ name }) => name))}`, "the same", "the same", ""]];
  }
  return rows.map((row) => [
    `${kind} \`${row.name}\``,
    row.docker,
    row.kubernetes,
    row.alike ? "" : (differences[keyOf(row)] as string),
  ]);
}

function keyOf({ kind, name }: Row): string {
  return `${kind} ${name}`;
}

function stackRows(docker: Side, kubernetes: Side): Row[] {
  // Who runs on one side only was told of as a service.
  const shared = (limits: Side["limits"], { services }: Side) =>
    new Map([...limits].filter(([role]) => services.has(role)));
  const [a, b] = [docker, kubernetes];
  return [
    ...compared("service", a.services, b.services, same, isPlain),
    ...compared("limits of", shared(a.limits, b), shared(b.limits, a), same, isEqual),
    ...compared("job", a.jobs, b.jobs, scrapeText, (one, other) => one.path === other.path),
    ...compared("rules", a.rules, b.rules, rulesText, isEqual),
    ...compared("dashboard", a.dashboards, b.dashboards, (text) => `${panels(text).length} panels`, isEqual),
    ...compared("Prometheus:", a.settings, b.settings, same, isEqual),
    ...compared("data of", a.data, b.data, same, () => true),
    ...compared("secrets of", a.secrets, b.secrets, same, isEqual),
    ...compared("port", a.published, b.published, same, isEqual),
  ];
}

type Alike<T> = (docker: T, kubernetes: T, name: string) => boolean;

const isEqual = (a: unknown, b: unknown) => isDeepStrictEqual(a, b);

const same = (value: string) => value;

/** A pod for a container, no more. */
function isPlain(docker: string, kubernetes: string, role: string): boolean {
  const plain = ["Deployment", "StatefulSet", "container of that Deployment"];
  return docker === `container \`${role}\`` && plain.includes(kubernetes);
}

function compared<T>(
  kind: string,
  docker: ReadonlyMap<string, T>,
  kubernetes: ReadonlyMap<string, T>,
  text: (value: T) => string,
  alike: Alike<T>,
): Row[] {
  return [...new Set([...docker.keys(), ...kubernetes.keys()])].sort().map((name) => {
    const [a, b] = [docker.get(name), kubernetes.get(name)];
    return {
      kind,
      name,
      docker: a === undefined ? none : text(a),
      kubernetes: b === undefined ? none : text(b),
      alike: a !== undefined && b !== undefined && alike(a, b, name),
    };
  });
}

function scrapeText({ targets, path }: Scrape): string {
  return `${targets}, \`${path}\``;
}

function rulesText({ rules }: RuleGroupContent): string {
  const alerts = rules.filter(({ alert }) => alert !== undefined).length;
  const recordings = rules.length - alerts;
  return [...(alerts > 0 ? [`${alerts} alerts`] : []), ...(recordings > 0 ? [`${recordings} recordings`] : [])].join(
    ", ",
  );
}

function isolation({ docker, kubernetes, flows }: RecordedStacks): Row {
  const networks = docker.filter(({ type }) => type.endsWith(":Network")).length;
  const policies = kubernetes.filter(({ type }) => type.endsWith(":NetworkPolicy")).length;
  return {
    kind: "isolation",
    name: "network",
    docker: `${networks} network`,
    kubernetes: `${policies} network policies, ${flows.length} flows`,
    alike: false,
  };
}
