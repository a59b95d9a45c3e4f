import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { attempt } from "../../../cli/lib/shell";
import { BRIDGE, DNS_SERVICE_ADDRESS, NODE, NODE_ADDRESS, PORTS, POD_NETWORK } from "./addresses";
import type { Authority } from "./certificates";
import { besideContainerd, runtimeSocket } from "./containerd";
import type { Processes } from "./processes";

export interface NodeOptions {
  readonly run: string;
  readonly authority: Authority;
  readonly processes: Processes;
  /** Where kubelet, kube-proxy and kubectl are. */
  readonly programs: string;
  /** Where the cluster's API is. */
  readonly server: string;
}

/** Starts the kubelet and the proxy. containerd runs. */
export async function startNode({ run: folder, authority, processes, programs, server }: NodeOptions): Promise<void> {
  const user = `system:node:${NODE}`;
  await Promise.all([
    authority.issue("kubelet", { user, group: "system:nodes" }),
    authority.issue("kubelet-serving", { user, names: [`DNS:${NODE}`, `IP:${NODE_ADDRESS}`] }),
    authority.issue("proxy", { user: "system:kube-proxy" }),
  ]);
  writeFileSync(join(folder, "kubelet.json"), JSON.stringify(kubeletConfiguration(folder, authority)));
  const proxy = proxyConfiguration(authority.writeKubeconfig("proxy", server));
  writeFileSync(join(folder, "proxy.json"), JSON.stringify(proxy));
  mkdirSync(join(folder, "kubelet"));
  processes.start(
    join(programs, "kubelet"),
    [
      `--config=${join(folder, "kubelet.json")}`,
      `--kubeconfig=${authority.writeKubeconfig("kubelet", server)}`,
      `--root-dir=${join(folder, "kubelet")}`,
      `--cert-dir=${join(folder, "kubelet")}`,
      `--hostname-override=${NODE}`,
      `--node-ip=${NODE_ADDRESS}`,
      // Deprecated, but without it the containers' own metrics are missing.
      `--containerd=${runtimeSocket(folder)}`,
    ],
    { through: besideContainerd(processes) },
  );
  processes.start(join(programs, "kube-proxy"), [`--config=${join(folder, "proxy.json")}`]);
}

/** Waits until pods can be run. */
export async function nodeReady({ authority, processes, programs }: NodeOptions): Promise<void> {
  const condition = `{.status.conditions[?(@.type=="Ready")].status}`;
  const ask = ["get", "node", NODE, "-o", `jsonpath=${condition}`];
  const kubeconfig = authority.file("admin.kubeconfig");
  await processes.ready("kubelet", async () => {
    const { stdout } = await attempt(join(programs, "kubectl"), ["--kubeconfig", kubeconfig, ...ask]);
    return stdout === "True";
  });
}

function kubeletConfiguration(folder: string, authority: Authority) {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: NODE_ADDRESS,
    port: PORTS.kubelet,
    healthzBindAddress: "127.0.0.1",
    healthzPort: PORTS.kubeletHealth,
    containerRuntimeEndpoint: `unix://${runtimeSocket(folder)}`,
    clusterDNS: [DNS_SERVICE_ADDRESS],
    clusterDomain: "cluster.local",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: authority.file("ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: authority.file("kubelet-serving.crt"),
    tlsPrivateKeyFile: authority.file("kubelet-serving.key"),
    cgroupDriver: "cgroupfs",
    failCgroupV1: false,
    failSwapOn: false,
    podLogsDir: join(folder, "pod-logs"),
    // The machine's disk is others' too: a nearly full one is no reason to stop tests.
    evictionHard: { "memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    serializeImagePulls: false,
    registryPullQPS: 0,
  };
}

function proxyConfiguration(kubeconfig: string) {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    clientConnection: { kubeconfig },
    hostnameOverride: NODE,
    clusterCIDR: POD_NETWORK,
    detectLocalMode: "BridgeInterface",
    detectLocal: { bridgeInterface: BRIDGE },
    bindAddress: NODE_ADDRESS,
    nodePortAddresses: ["primary"],
    healthzBindAddress: `127.0.0.1:${PORTS.proxyHealth}`,
    metricsBindAddress: `127.0.0.1:${PORTS.proxyMetrics}`,
    // The machine's settings of connections stay as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    iptables: { localhostNodePorts: false },
  };
}
