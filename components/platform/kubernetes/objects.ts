import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labelsOf, type Labels } from "./labels";

export interface ObjectsArgs {
  /** Prefix of the resources' names in the engine's state. */
  readonly name: string;
  readonly labels: Labels;
  readonly provider: k8s.Provider;
}

/** Where an object goes, and to which role it belongs. */
export interface At {
  readonly role: string;
  /** Default: the role. */
  readonly name?: string;
  /** Absent for what belongs to no namespace. */
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Labels;
  readonly parent: pulumi.Resource;
  readonly after?: readonly pulumi.Resource[];
}

/** The Pulumi engine's own annotations: only it reads them. */
export const pulumiAnnotations = {
  /** What somebody changed by hand is taken back at the next `up --refresh`, whoever changed it. */
  force: { "pulumi.com/patchForce": "true" },
  /** Ten seconds of waiting for what the pods' own readiness tells. */
  skipAwait: { "pulumi.com/skipAwait": "true" },
  /** The operator tells when what it made is there. */
  waitForAvailable: { "pulumi.com/waitFor": "condition=Available" },
} as const;

/** Metadata and options that are the same for every object of a stack. */
export class Objects {
  constructor(private readonly args: ObjectsArgs) {}

  metadata(at: At): k8s.types.input.meta.v1.ObjectMeta {
    return {
      name: at.name ?? at.role,
      ...(at.namespace && { namespace: at.namespace }),
      labels: { ...labelsOf(this.args.labels, at.role), ...at.labels },
      annotations: { ...pulumiAnnotations.force, ...at.annotations },
    };
  }

  options({ parent, after = [] }: At): pulumi.CustomResourceOptions {
    return { parent, provider: this.args.provider, dependsOn: [...after] };
  }

  /** The resource's name in the engine's state: unique by kind, as the object's is in the cluster. */
  name({ role, name, namespace }: At): string {
    const where =
      namespace === undefined || namespace === this.args.name ? "" : `${namespace.slice(this.args.name.length)}`;
    return `${this.args.name}${where}-${name ?? role}`;
  }

  configMap(at: At, data: Readonly<Record<string, pulumi.Input<string>>>): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
      this.name(at),
      { metadata: this.metadata(at), data: { ...data } },
      this.options(at),
    );
  }

  /** A secret whose values nobody may see. */
  secret(at: At, values: Readonly<Record<string, pulumi.Input<string>>>): k8s.core.v1.Secret {
    const data = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        pulumi.secret(pulumi.output(value).apply((text) => Buffer.from(text).toString("base64"))),
      ]),
    );
    return new k8s.core.v1.Secret(this.name(at), { metadata: this.metadata(at), data }, this.options(at));
  }

  /** Configuration that the operator takes only as a secret, though nothing in it is one. */
  configSecret(at: At, stringData: Readonly<Record<string, string>>): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
      this.name(at),
      { metadata: this.metadata(at), type: configSecretType, stringData: { ...stringData } },
      this.options(at),
    );
  }

  custom(at: At, apiVersion: string, kind: string, spec: object): k8s.apiextensions.CustomResource {
    // The kind in the name: a stack's monitor, rule and probe may have one name.
    return new k8s.apiextensions.CustomResource(
      `${this.name(at)}-${kind.toLowerCase()}`,
      { apiVersion, kind, metadata: this.metadata(at), spec },
      this.options(at),
    );
  }
}

/** Tells such a secret from a real one: it's rendered and shown. */
export const configSecretType = "sightline/config";
