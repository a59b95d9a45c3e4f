import { UserError } from "../../../signals/errors";
import { say } from "../console";
import { lastLines } from "../shell";
import type { Kubectl } from "./kubectl";
import { groupOf, listOf, type KubernetesObject } from "./objects";
import { fieldManager } from "./own-objects";

const serverSide = ["--server-side", "--force-conflicts", `--field-manager=${fieldManager}`, "--filename=-"];

/** Definitions of kinds first, since nothing of a kind can be applied before the cluster knows it. */
export async function applyObjects(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<void> {
  const definitions = objects.filter(({ kind }) => kind === "CustomResourceDefinition");
  if (definitions.length > 0) {
    await apply(kubectl, definitions);
    const names = definitions.map(({ metadata: { name } }) => `customresourcedefinition/${name}`);
    await kubectl.run(["wait", "--for=condition=Established", "--timeout=60s", ...names]);
  }
  const others = objects.filter(({ kind }) => kind !== "CustomResourceDefinition");
  if (others.length > 0) await apply(kubectl, others);
}

/** By standard input: secrets are on no disk and in no process list. */
async function apply(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<void> {
  const { code, stderr } = await kubectl.attempt(["apply", ...serverSide], {
    input: listOf(objects),
    timeout: 300_000,
  });
  const lines = stderr.split("\n").filter(Boolean);
  for (const line of lines.filter((line) => line.startsWith("Warning:"))) say(line);
  if (code !== 0) throw new UserError(`kubectl apply failed:\n${lastLines(stderr, 30)}`);
}

export interface Differing {
  readonly update: readonly KubernetesObject[];
  /** What differs in them can't be changed, so they are made anew. */
  readonly replace: readonly KubernetesObject[];
}

/**
 * Those of the objects that aren't in the cluster as they would be applied, whoever changed them. The server answers,
 * and refuses what it wouldn't take.
 */
export async function differing(kubectl: Kubectl, objects: readonly KubernetesObject[]): Promise<Differing> {
  if (objects.length === 0) return { update: [], replace: [] };
  const { code, stdout, stderr } = await kubectl.attempt(["diff", "--concurrency=4", ...serverSide], {
    input: listOf(objects),
    timeout: 300_000,
    // Only names: what is secret in the objects is nowhere shown.
    env: { KUBECTL_EXTERNAL_DIFF: "diff -qN", LC_ALL: "C" },
  });
  if (code <= 1) {
    const names = new Set([...stdout.matchAll(/^Files \S+\/(\S+) and /gm)].map(([, name]) => name));
    return { update: objects.filter((object) => names.has(fileName(object))), replace: [] };
  }
  const replace = objects.filter((object) => isImmutable(object, stderr));
  if (replace.length === 0) throw new UserError(`kubectl diff failed:\n${lastLines(stderr, 30)}`);
  // It tells of no other while it has a fault to tell.
  const others = await differing(
    kubectl,
    objects.filter((object) => !replace.includes(object)),
  );
  return { update: others.update, replace: [...replace, ...others.replace] };
}

/** How the server says that a field stays as it was made. */
export const unchangeable = /immutable|may not change|cannot change|updates to statefulset spec/;

/** What nothing hangs on but pods; never a namespace or a definition, with which all that is in it would go. */
const replaceable = new Set(["Service", "StatefulSet", "Deployment", "DaemonSet", "RoleBinding", "ClusterRoleBinding"]);

function isImmutable({ kind, metadata: { name } }: KubernetesObject, stderr: string): boolean {
  if (!replaceable.has(kind)) return false;
  return stderr.split("\n").some((line) => {
    const [, invalid, named, why = ""] = /\(Invalid\): (\w+)[\w.]* "([^"]+)" is invalid: (.*)$/.exec(line) ?? [];
    return invalid === kind && named === name && unchangeable.test(why);
  });
}

/** As kubectl calls the file of an object that it compares. */
function fileName({ apiVersion, kind, metadata: { name, namespace = "" } }: KubernetesObject): string {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
  return [...(group === "" ? [] : [group]), version, kind, namespace, name].join(".");
}
