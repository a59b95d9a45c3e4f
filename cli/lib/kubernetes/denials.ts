import { unchangeable } from "./apply";
import { titleOf, type KubernetesObject } from "./objects";

/** An object that was tried, and as what. */
export interface Tried {
  readonly object: KubernetesObject;
  readonly as: Omit<KubernetesObject, "metadata"> & { readonly metadata: object };
  /** Tried in a namespace that isn't its own. */
  readonly standIn: boolean;
}

export interface Denial {
  /** Titles of the objects that it was said of; empty where kubectl doesn't say. */
  readonly objects: readonly string[];
  readonly reason: string;
  /** Whether it says something of the trial only: not wrong, but not tried either. */
  readonly untried: boolean;
}

/** What one namespace alone demands says nothing of another, for which it stands. */
const local = /violates PodSecurity|exceeded quota|failed quota|usage per (Container|Pod|PersistentVolumeClaim)/;
/** Told already, with all other rights. */
const rights = /cannot (get|list|watch|create|patch|delete) resource|attempting to grant RBAC permissions/;
/** Said by webhooks that haven't been told that trials change nothing. */
const untriable = /does not support dry run/;

/** What the cluster said against objects, by its reasons: one that was said of many is told once. */
export function denials(stderr: string, tried: readonly Tried[]): Denial[] {
  const byReason = new Map<string, Set<string>>();
  for (const message of messages(stderr)) {
    const subject = /^(?:Error from server \(\w+\): )?(?:The )?([A-Za-z]+)(?:\.[a-z0-9.]+)? "([^"]*)" (?:is|was)/.exec(
      message,
    );
    const found = subject && tried.find((one) => isSubject(one, subject[1] as string, subject[2] as string));
    // What can't be changed, an engine makes anew.
    if (rights.test(message) || unchangeable.test(message) || (found?.standIn && local.test(message))) continue;
    const reason = found ? reasonOf(message, found) : message.replace(/^Error from server( \(\w+\))?: /, "");
    const objects = byReason.get(reason) ?? new Set();
    if (found) objects.add(titleOf(found.object));
    byReason.set(reason, objects);
  }
  return [...byReason].map(([reason, objects]) => ({ objects: [...objects], reason, untried: untriable.test(reason) }));
}

/** Messages begin on lines of their own; what follows belongs to them. */
function messages(stderr: string): string[] {
  const found: string[] = [];
  for (const line of stderr.split("\n")) {
    if (/^(Warning: |[WIE]\d{4} )/.test(line) || line.trim() === "") continue;
    if (/^(Error from server|The \S+ "|error: |Unable to connect)/.test(line) || found.length === 0) found.push(line);
    else found.push(`${found.pop()} ${line.trim()}`);
  }
  return found.map((line) => line.replace(/error when (creating|applying|patching) "STDIN": /i, ""));
}

/** Kinds are named `Deployment.apps` or `deployments.apps`; names that the server made begin with ours. */
function isSubject({ as, object }: Tried, kind: string, name: string): boolean {
  const ownName = object.metadata.name;
  const sameName =
    "name" in as.metadata
      ? name === ownName
      : name.startsWith(`${ownName}-`) && !name.slice(ownName.length + 1).includes("-");
  const word = kind.toLowerCase();
  const own = as.kind.toLowerCase();
  return sameName && [own, `${own}s`, `${own}es`, own.replace(/y$/, "ies")].includes(word);
}

/** Without what names the object, which stands before it; so the same reason of many is one. */
function reasonOf(message: string, { as, object }: Tried): string {
  const text = message.replace(/^.*?" (is forbidden|is invalid|was refused)[: ]*/, "");
  const generated = "name" in as.metadata ? object.metadata.name : `${object.metadata.name}-[a-z0-9]+`;
  return text.replace(new RegExp(`"${generated.replaceAll(".", "\\.")}"`, "g"), "it");
}
