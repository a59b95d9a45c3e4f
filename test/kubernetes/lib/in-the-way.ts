/** Objects of other people that a stack can't live with. */

/** A Prometheus operator that looks into one namespace; its pod never runs. */
export function foreignOperator(namespace: string, version: string) {
  const labels = { app: "foreign" };
  const image = `registry.example/mirror/prometheus-operator:${version}`;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "foreign", namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          nodeSelector: { "no.such/node": "true" },
          containers: [{ name: "operator", image, args: [`--namespaces=${namespace}`] }],
        },
      },
    },
  };
}

export function quota(namespace: string) {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "small", namespace },
    spec: { hard: { "requests.cpu": "200m" } },
  };
}

export function limits(namespace: string) {
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name: "small", namespace },
    spec: {
      limits: [
        { type: "Container", max: { memory: "600Mi" } },
        { type: "PersistentVolumeClaim", max: { storage: "1Gi" } },
      ],
    },
  };
}

/** Stands for any admission policy: a stack's pods mustn't see the node's files. */
export function stricterPolicy(name: string, stack: string) {
  const group = "admissionregistration.k8s.io";
  const pods = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
  const expression = "!has(object.spec.volumes) || object.spec.volumes.all(volume, !has(volume.hostPath))";
  return [
    {
      apiVersion: `${group}/v1`,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        matchConstraints: { resourceRules: [pods], objectSelector: { matchLabels: { "sightline.stack": stack } } },
        validations: [{ expression, message: "no host paths" }],
      },
    },
    {
      apiVersion: `${group}/v1`,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}
