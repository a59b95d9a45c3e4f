import type { types } from "@pulumi/kubernetes";
import { alertmanagerFeatures } from "../alertmanager-features";
import { hidingTokens } from "../alertmanager-log";
import { secretsPath, type AlertmanagerSpec } from "../platform";
import { operatedPods, type OperatedSurroundings } from "./prometheus";
import { claim } from "./storage";

export interface AlertmanagerSurroundings extends OperatedSurroundings {
  /** The secret with `alertmanager.yaml`, and the templates beside it. */
  readonly configSecret: string;
  /** The secret with the files of the stack's own that it refers to. */
  readonly filesSecret?: string;
}

/**
 * The operator's `Alertmanager`: a cluster where there are several, so that each alert is told once.
 *
 * Nothing here selects an `AlertmanagerConfig`: only then does the operator hand the configuration on as it is. Merging
 * others into it, it would read it by structures of its own, and refuse what they don't know.
 */
export function alertmanagerResource(spec: AlertmanagerSpec, at: AlertmanagerSurroundings) {
  const secrets = secretSources(spec, at);
  return {
    image: at.image,
    version: at.version,
    replicas: at.replicas,
    configSecret: at.configSecret,
    externalUrl: spec.externalUrl,
    enableFeatures: [...alertmanagerFeatures],
    automountServiceAccountToken: false,
    storage: { volumeClaimTemplate: claim("data", 1, at.storageClass, at.labels) },
    ...(secrets.length > 0 && {
      volumes: [
        { name: "secrets", projected: { sources: secrets, defaultMode: 0o440 } },
        ...(spec.tokensInUrls ? [{ name: "log", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } }] : []),
      ],
      volumeMounts: [{ name: "secrets", mountPath: secretsPath, readOnly: true }],
    }),
    // Merged into the container that the operator makes, with its arguments.
    ...(spec.tokensInUrls && {
      containers: [
        {
          name: "alertmanager",
          command: ["sh", "-c", `${hidingTokens}exec alertmanager "$@"`, "alertmanager"],
          volumeMounts: [{ name: "log", mountPath: "/tmp" }],
        },
      ],
    }),
    ...operatedPods(spec.service, at),
  };
}

type Source = { readonly secret: types.input.core.v1.SecretProjection };

/** In one folder: the stack's own secret, and of others those keys that are wanted, by the names they are wanted as. */
function secretSources({ existingSecrets }: AlertmanagerSpec, { filesSecret }: AlertmanagerSurroundings): Source[] {
  const names = [...new Set(existingSecrets.map(({ name }) => name))];
  return [
    ...(filesSecret === undefined ? [] : [{ secret: { name: filesSecret } }]),
    ...names.map((name) => ({
      secret: {
        name,
        items: existingSecrets.filter((one) => one.name === name).map(({ key, path }) => ({ key, path })),
      },
    })),
  ];
}
