import { z } from "zod";
import { fromProject } from "./project-files";
import { cidr, dnsLabel, dnsName, host, labelKey, labelValue } from "./values";

/** What only a cluster can be told. */

const hosts = z
  .strictObject({
    app: host.optional(),
    grafana: host.optional(),
    prometheus: host.optional(),
    alertmanager: host.optional(),
  })
  .describe("The host name under which each is published. One that isn't named is reached by a port-forward.");

const ingress = z
  .strictObject({
    className: dnsName.optional().describe("Default: the cluster's default class."),
    hosts,
    tlsSecret: dnsName.optional().describe("The secret with the certificate, in the stack's namespace."),
    annotations: z.record(labelKey, z.string()).default({}).describe("For the controller, or for cert-manager."),
    namespace: dnsLabel
      .default("ingress-nginx")
      .describe("Where its controller runs: what it may reach is let in from there. Default `ingress-nginx`."),
  })
  .optional();

const gateway = z
  .strictObject({
    name: dnsName.describe("The Gateway, which has the TLS certificate."),
    namespace: dnsLabel.describe("Where it is, and where its pods run."),
    hosts,
  })
  .optional();

const toleration = z.strictObject({
  key: labelKey.optional(),
  operator: z.enum(["Exists", "Equal"]).default("Equal"),
  value: z.string().optional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
});

export const kubernetes = z.strictObject({
  kubeconfig: z
    .string()
    .min(1)
    .transform(fromProject)
    .optional()
    .describe("Path of the file, from the project on. Default: `KUBECONFIG`, else `~/.kube/config`."),
  context: z.string().min(1).optional().describe("The context in it. Default: the current one."),
  size: z
    .enum(["single", "ha"])
    .default("single")
    .describe(
      "`single`: one Prometheus, and one Alertmanager unless `alertmanager` says otherwise. `ha`: two and three, spread over nodes. Default `single`.",
    ),
  shards: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe("Prometheus shards: each scrapes its part of the targets. Needs `prometheus.remoteWrite`. Default 1."),
  operator: z
    .enum(["auto", "install", "existing"])
    .default("auto")
    .describe(
      "The Prometheus operator: `install` one for the stack, use the `existing` one, `auto` finds out. Default `auto`.",
    ),
  imageRegistry: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/, "host[:port][/path], without a scheme")
    .optional()
    .describe(
      "Where images that are built here are pushed, and pulled from by the nodes. Default: they are on the nodes.",
    ),
  imagePullSecrets: z.array(dnsName).default([]).describe("Secrets in the stack's namespaces. Default: none."),
  storageClass: dnsName.optional().describe("Default: the cluster's default class."),
  nodeSelector: z.record(labelKey, labelValue).default({}).describe("Labels that a node must have. Default: none."),
  tolerations: z.array(toleration).default([]).describe("Taints of nodes that are put up with. Default: none."),
  statsd: z
    .enum(["service", "node"])
    .default("service")
    .describe(
      "`service`: one exporter for all. `node`: one on every node, for its pods (docs/kubernetes.md). Default `service`.",
    ),
  apiServer: z
    .strictObject({
      cidr: cidr.default("0.0.0.0/0").describe("Its addresses. Default `0.0.0.0/0`."),
      ports: z.array(z.int().min(1).max(65535)).min(1).default([443, 6443]).describe("Default 443 and 6443."),
    })
    .prefault({})
    .describe("Where the API server is: the operator and Prometheus must reach it through the network policies."),
  nodeCidr: cidr
    .default("0.0.0.0/0")
    .describe("Addresses of the nodes, whose kubelets are scraped. Default `0.0.0.0/0`."),
  dns: z
    .strictObject({
      namespace: dnsLabel.default("kube-system").describe("Of its pods. Default `kube-system`."),
      cidr: cidr.optional().describe("Of a cache on the nodes, such as `169.254.20.10/32`. Default: none."),
      port: z.int().min(1).max(65535).default(53).describe("Default 53."),
    })
    .prefault({})
    .describe("Where names are looked up, for the network policies."),
  ingress: ingress.describe(
    "Publish by an Ingress, with TLS. Default: nothing is published, a port-forward reaches it.",
  ),
  gateway: gateway.describe("Publish by an HTTPRoute of an existing Gateway. Default: none."),
});
