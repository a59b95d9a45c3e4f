import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { readFileSync } from "node:fs";

/** As much of a component as tests read. */
export interface SbomComponent {
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly scope?: string;
  readonly "bom-ref": string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly components?: readonly SbomComponent[];
}

export interface SbomFile {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp?: string };
  readonly components: readonly SbomComponent[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** What is wrong with an SBOM by CycloneDX's own schema, which lets nothing unknown pass; null when nothing is. */
export async function sbomFaults(path: string): Promise<unknown> {
  return new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(readFileSync(path, "utf8"));
}

export function readSbom(path: string): SbomFile {
  return JSON.parse(readFileSync(path, "utf8")) as SbomFile;
}

export function imagesOf({ components }: SbomFile): SbomComponent[] {
  return components.filter(({ type }) => type === "container");
}

/** The values of a property that a component may have several of. */
export function valuesOf({ properties = [] }: SbomComponent, name: string): string[] {
  return properties.filter((property) => property.name === name).map(({ value }) => value);
}
