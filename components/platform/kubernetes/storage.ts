import type { Labels } from "./labels";

/** A claim for a volume that one pod writes to. */
export function claim(name: string, sizeGiB: number, storageClass: string | undefined, labels: Labels) {
  return { metadata: { name, labels: { ...labels } }, spec: claimSpec(sizeGiB, storageClass) };
}

export function claimSpec(sizeGiB: number, storageClass: string | undefined) {
  return {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: `${sizeGiB}Gi` } },
    ...(storageClass && { storageClassName: storageClass }),
  };
}
