import { PackageURL } from "packageurl-js";
import type { DebianPackage, Inside } from "./inside";
import type { NpmPackage } from "./npm-packages";
import { parseReference } from "./reference";

/** An image by its digest, or, where that isn't known, by its tag. */
export function imagePurl(reference: string, digest: string | undefined): string {
  const { host, path, tag } = parseReference(reference);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (digest !== undefined) {
    const qualifiers = { repository_url: `${host}/${path}`, ...(tag !== undefined && { tag }) };
    return new PackageURL("oci", undefined, name, digest, qualifiers, undefined).toString();
  }
  const namespace = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : undefined;
  const qualifiers = host === "docker.io" ? undefined : { repository_url: host };
  return new PackageURL("docker", namespace, name, tag, qualifiers, undefined).toString();
}

export function debianPurl(entry: DebianPackage, distribution: Inside["distribution"]): string {
  const { id = "debian", release } = distribution ?? {};
  const qualifiers = { arch: entry.architecture, ...(release !== undefined && { distro: `${id}-${release}` }) };
  return new PackageURL("deb", id, entry.name, entry.version, qualifiers, undefined).toString();
}

export function npmPurl({ name, version }: NpmPackage): string {
  const slash = name.lastIndexOf("/");
  const namespace = slash < 0 ? undefined : name.slice(0, slash);
  return new PackageURL("npm", namespace, name.slice(slash + 1), version, undefined, undefined).toString();
}
