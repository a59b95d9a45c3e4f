import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** As much of a CustomResourceDefinition as is needed to apply it, wait for it and tell its version. */
export interface CustomResourceDefinition {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string; readonly [key: string]: unknown };
    readonly scope: "Namespaced" | "Cluster";
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: Readonly<Record<string, unknown>> };
      readonly [key: string]: unknown;
    }[];
    readonly [key: string]: unknown;
  };
}

/** Where the operator's CRDs carry its version. */
const VERSION_ANNOTATION = "operator.prometheus.io/version";

/** The folder of the committed CRDs, a file each; `update-crds.ts` writes it. */
export const crdsFolder = join(__dirname, "crds");

/** The operator's CRDs, sorted by name: upstream's (Apache License 2.0) but for their descriptions. */
export function operatorCrds(): CustomResourceDefinition[] {
  const files = readdirSync(crdsFolder).sort();
  return files.map((file) => JSON.parse(readFileSync(join(crdsFolder, file), "utf8")) as CustomResourceDefinition);
}

/** The version of the operator that a CRD belongs to, in a cluster too: `undefined` where it says none. */
export function operatorVersionOf(crd: {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}): string | undefined {
  return crd.metadata?.annotations?.[VERSION_ANNOTATION];
}
