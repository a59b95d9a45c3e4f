import type { AlertmanagerSpec } from "../platform";
import { secretsPath } from "../platform";
import { operatedPods, type OperatedSurroundings } from "./prometheus";
import { claim } from "./storage";

export interface AlertmanagerSurroundings extends OperatedSurroundings {
  /** The secret with `alertmanager.yaml`. */
  readonly configSecret: string;
  /** The secret with the files that it refers to. */
  readonly filesSecret?: string;
}

/** The operator's `Alertmanager`: a cluster where there are several, so that each alert is told once. */
export function alertmanagerResource(spec: AlertmanagerSpec, at: AlertmanagerSurroundings) {
  return {
    image: at.image,
    version: at.version,
    replicas: at.replicas,
    configSecret: at.configSecret,
    externalUrl: spec.externalUrl,
    automountServiceAccountToken: false,
    storage: { volumeClaimTemplate: claim("data", 1, at.storageClass, at.labels) },
    ...(at.filesSecret && {
      volumes: [{ name: "secrets", secret: { secretName: at.filesSecret, defaultMode: 0o440 } }],
      volumeMounts: [{ name: "secrets", mountPath: secretsPath, readOnly: true }],
    }),
    ...operatedPods(spec.service, at),
  };
}
