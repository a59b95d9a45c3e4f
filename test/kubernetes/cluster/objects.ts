import { DNS_SERVICE_ADDRESS, NODE, NODE_ADDRESS, PORTS } from "./addresses";

/** The only storage class, and the default one. */
const STORAGE_CLASS = "local";

/** The smallest that fits is bound. Nothing enforces a size. */
const SIZES = ["20Gi", "200Gi"] as const;
const VOLUMES_A_SIZE = 6;

/** Names of the cluster's volumes, which are those of their folders. */
export const VOLUMES = SIZES.flatMap((size) =>
  Array.from({ length: VOLUMES_A_SIZE }, (_, index) => ({ name: `local-${size.toLowerCase()}-${index + 1}`, size })),
);

/** Storage that is bound when a pod wants it. */
export function storageClass() {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: STORAGE_CLASS, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "kubernetes.io/no-provisioner",
    volumeBindingMode: "WaitForFirstConsumer",
  };
}

/** A folder of the node as a volume: local ones, unlike those of host paths, are given a pod's group. */
export function volume({ name, size }: (typeof VOLUMES)[number], path: string) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: size },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: STORAGE_CLASS,
      local: { path },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [NODE] }] },
          ],
        },
      },
    },
  };
}

/** The name service runs beside the pods, not in one, so it needs no image: a service without a selector leads to it. */
export function nameService() {
  const metadata = { name: "kube-dns", namespace: "kube-system" };
  const protocols = ["UDP", "TCP"] as const;
  const ports = protocols.map((protocol) => ({ name: `dns-${protocol.toLowerCase()}`, protocol }));
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, labels: { "k8s-app": "kube-dns" } },
      spec: { clusterIP: DNS_SERVICE_ADDRESS, ports: ports.map((port) => ({ ...port, port: 53 })) },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...metadata, labels: { "kubernetes.io/service-name": "kube-dns" } },
      addressType: "IPv4",
      endpoints: [{ addresses: [NODE_ADDRESS], conditions: { ready: true } }],
      ports: ports.map((port) => ({ ...port, port: PORTS.dns })),
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "system:coredns" },
      rules: [
        { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: ["list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "system:coredns" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "system:coredns" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "system:coredns" }],
    },
  ];
}
