/** Rule files and dashboards of the user's own, which are deployed beside the workload's. */

export interface AddedFile {
  /** As the stack's configuration names it. */
  readonly path: string;
  readonly content: string;
  /** Metrics that nobody declared and that it may ask for all the same: all of them, or these. */
  readonly allowUndeclared: boolean | readonly string[];
}

/** The file's name without its folder and its kind: `queue` of `monitoring/queue.rules.yaml`. */
export function baseName(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return file.replace(/\.(ya?ml|json)$/i, "").replace(/[._-](rules?|alerts?|dashboard)$/i, "");
}

/** Lower case with hyphens, as names of rule groups and uids of dashboards are. */
export function slug(text: string): string {
  const plain = text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(plain) ? plain : `x-${plain}`.replace(/-$/, "");
}
