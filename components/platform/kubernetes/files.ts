import { createHash, createHmac } from "node:crypto";
import { posix } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { filesPath, type FileSpec } from "../platform";

/** Files of one folder: a ConfigMap can't hold folders. */
export interface FilesFolder {
  /** Appended to the role's name: `files`, `files-dashboards`. */
  readonly suffix: string;
  readonly mountPath: string;
  readonly data: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * A service's files, folder by folder. Each folder is mounted as a whole, so that changed and new files appear in it
 * while the service runs.
 */
export function filesByFolder(files: readonly FileSpec[]): FilesFolder[] {
  const folders = new Map<string, Record<string, pulumi.Input<string>>>();
  for (const { path, content } of files) {
    const folder = posix.dirname(path);
    folders.set(folder, { ...folders.get(folder), [posix.basename(path)]: content });
  }
  if (folders.has(".") && folders.size > 1) {
    throw new Error("files at the top and in folders: nothing can be mounted into a ConfigMap's folder");
  }
  return [...folders].sort().map(([folder, data]) => ({
    suffix: folder === "." ? "files" : `files-${folder.replaceAll("/", "-")}`,
    mountPath: folder === "." ? filesPath : posix.join(filesPath, folder),
    data,
  }));
}

/** Changes when a file does: as an annotation of the pods it replaces them. */
export function filesChecksum(files: readonly FileSpec[]): pulumi.Output<string> {
  return pulumi.all(entries(files)).apply((all) => shortened(createHash("sha256").update(JSON.stringify(all))));
}

/** The same for secrets. Keyed, so that whoever may read pods can't try passwords on it. */
export function secretsChecksum(files: readonly FileSpec[], key: pulumi.Output<string>): pulumi.Output<string> {
  const sum = pulumi
    .all([key, pulumi.all(entries(files))])
    .apply(([plainKey, all]) => shortened(createHmac("sha256", plainKey).update(JSON.stringify(all))));
  return pulumi.unsecret(sum);
}

function entries(files: readonly FileSpec[]): pulumi.Output<[string, string]>[] {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, content }) => pulumi.output(content).apply((text): [string, string] => [path, text]));
}

function shortened(hash: { digest(encoding: "hex"): string }): string {
  return hash.digest("hex").slice(0, 16);
}
