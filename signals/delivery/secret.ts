/**
 * A secret of whoever is told of alerts, or of how they are reached. It becomes a file of Alertmanager's; neither its
 * configuration nor a preview ever has the value.
 */
export type Secret =
  | { readonly value: string }
  /** In the stack's namespace, made by somebody else. Kubernetes only. */
  | { readonly kubernetesSecret: { readonly name: string; readonly key: string } };

/** A secret, and the file below `secretsPath` that Alertmanager reads it from. */
export interface SecretFile {
  /** Letters, digits, `-`, `_` and `.`: it's the key of a Kubernetes secret too. Such as `on-call.slack.0.url`. */
  readonly path: string;
  readonly secret: Secret;
}
