import { Enums, Models } from "@cyclonedx/cyclonedx-library";
import versions from "../../../versions.json";
import type { DeployedImage } from "./deployed";
import type { Inside } from "./inside";
import type { NpmPackage } from "./npm-packages";
import { debianPurl, imagePurl, npmPurl } from "./purl";
import { parseReference } from "./reference";

const { Component, Property } = Models;
const { ComponentType, HashAlgorithm, ComponentScope } = Enums;

export interface ImageContent {
  /** Absent where the engine hasn't got the image. */
  readonly inside?: Inside;
  readonly npm: readonly NpmPackage[];
}

/** An image with what is in it, as far as that's known. */
export function imageComponent(image: DeployedImage, { inside, npm }: ImageContent): Models.Component {
  const { reference, usedBy, origin, program } = image;
  const { host, path, tag, digest = inside?.digest } = parseReference(reference);
  // What was built here and pushed nowhere is in no registry, though its name reads as if it were in Docker's.
  const nowhere = origin === "local" && host === "docker.io";
  const properties = [
    ...usedBy.map((user) => new Property("sightline:usedBy", user)),
    new Property("sightline:origin", origin === "local" ? "built" : origin === "upstream" ? "published" : "own"),
    ...(inside === undefined ? [] : [new Property("sightline:imageId", inside.id)]),
  ];
  const component = new Component(
    ComponentType.Container,
    nowhere ? path.replace(/^library\//, "") : `${host}/${path}`,
    {
      bomRef: reference,
      version: tag ?? digest ?? "",
      ...(!nowhere && { purl: imagePurl(reference, digest) }),
      properties: new Models.PropertyRepository(properties),
      ...(digest !== undefined && { hashes: sha256(digest) }),
    },
  );
  if (program !== undefined) component.components.add(programComponent(reference, program, origin));
  for (const entry of inside?.packages ?? []) {
    const purl = debianPurl(entry, inside?.distribution);
    component.components.add(library(reference, entry.name, entry.version, purl));
  }
  addNpm(component, npm);
  return component;
}

/** Sightline and the npm packages that it deploys with: no part of what runs. */
export function sightlineComponent(version: string, npm: readonly NpmPackage[]): Models.Component {
  const options = { bomRef: "sightline", version, scope: ComponentScope.Excluded };
  const component = new Component(ComponentType.Application, "sightline", options);
  addNpm(component, npm, ComponentScope.Excluded);
  return component;
}

function programComponent(reference: string, name: NonNullable<DeployedImage["program"]>, origin: string) {
  const known: { readonly upstream: string; readonly local?: string } = versions[name];
  const version = (origin === "local" ? known.local : known.upstream) ?? known.upstream;
  return new Component(ComponentType.Application, name, {
    bomRef: `${reference}#${name}`,
    version: version.replace(/^v/, ""),
  });
}

function addNpm(to: Models.Component, npm: readonly NpmPackage[], scope?: Enums.ComponentScope): void {
  for (const entry of npm) {
    const component = library(to.bomRef.value ?? to.name, entry.name, entry.version, npmPurl(entry));
    if (entry.sha512 !== undefined) component.hashes.set(HashAlgorithm["SHA-512"], entry.sha512);
    if (scope !== undefined) component.scope = scope;
    to.components.add(component);
  }
}

/** The same package may be in several images, so it's referred to with the one that it's in. */
function library(inside: string, name: string, version: string, purl: string): Models.Component {
  return new Component(ComponentType.Library, name, { bomRef: `${inside}#${purl}`, version, purl });
}

function sha256(digest: string): Models.HashDictionary {
  return new Models.HashDictionary([[HashAlgorithm["SHA-256"], digest.replace(/^sha256:/, "")]]);
}
