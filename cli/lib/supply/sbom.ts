import { Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { version } from "../../../package.json";
import type { Evaluation } from "../../translate/evaluate";
import { projectFolder } from "../stack-config";
import type { Stack } from "../stack";
import { imageComponent, sightlineComponent } from "./components";
import { deployedImages, type DeployedImage } from "./deployed";
import { lookInside, type Inside } from "./inside";
import { demoPackages, ownPackages, viewerPackages, type NpmPackage } from "./npm-packages";

export interface Sbom {
  /** CycloneDX 1.6, as JSON. */
  readonly text: string;
  readonly images: readonly DeployedImage[];
  /** Those that the engine hasn't got: what's in them isn't known here. */
  readonly unseen: readonly DeployedImage[];
}

/**
 * What a stack consists of: its images, as its program names them, and what is in those that the engine has.
 * The same stack, engine and sources give the same bytes. No time is in it, unless SOURCE_DATE_EPOCH (seconds since
 * 1970) gives one.
 */
export async function makeSbom(stack: Stack, evaluation: Evaluation): Promise<Sbom> {
  const images = deployedImages(stack, evaluation);
  const root = new Models.Component(Enums.ComponentType.Platform, stack.project, { bomRef: stack.project });
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: root, ...timestamp() }) });
  const unseen: DeployedImage[] = [];
  const known = await Promise.all(images.map(({ local }) => lookInside(local)));
  for (const [index, image] of images.entries()) {
    const inside = known[index];
    if (inside === undefined) unseen.push(image);
    const npm = npmIn(image);
    const component = imageComponent(image, { ...(inside && { inside: pulled(image, inside) }), npm });
    bom.components.add(component);
    root.dependencies.add(component.bomRef);
  }
  const sightline = sightlineComponent(version, ownPackages());
  bom.components.add(sightline);
  root.dependencies.add(sightline.bomRef);
  bom.serialNumber = `urn:uuid:${uuidOf(serialized(bom))}`;
  return { text: `${serialized(bom)}\n`, images, unseen };
}

/** What was built here may have been pushed anywhere since: that digest isn't the one of this stack. */
function pulled({ origin }: DeployedImage, { digest, ...rest }: Inside): Inside {
  return origin === "local" || digest === undefined ? rest : { ...rest, digest };
}

/** Of what is built here, the viewer alone is neither a program of versions.json nor built from a folder. */
function npmIn({ context, origin, program }: DeployedImage): NpmPackage[] {
  if (context === join(projectFolder, "demo")) return demoPackages();
  return origin === "local" && program === undefined && context === undefined ? viewerPackages() : [];
}

function serialized(bom: Models.Bom): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 });
}

/** Of the content: version 8 is for what one makes up by oneself (RFC 9562). */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function timestamp(): { timestamp?: Date } {
  const seconds = process.env["SOURCE_DATE_EPOCH"];
  return seconds !== undefined && /^\d+$/.test(seconds) ? { timestamp: new Date(Number(seconds) * 1000) } : {};
}
