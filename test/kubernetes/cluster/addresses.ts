/** Where the state of the machine's one cluster is: its image store and registry outlive it, all else doesn't. */
export const CLUSTER = "/var/lib/sightline/kubernetes/cluster";

/** The node's name, as in `kubectl get nodes`. */
export const NODE = "sightline-node";

/**
 * The bridge that pods hang on. Its address is the node's as well, so nothing here can be reached from another machine
 * and it works without any other network.
 */
export const BRIDGE = "sightline-kube";
export const NODE_ADDRESS = "10.244.0.1";
export const POD_NETWORK = "10.244.0.0/24";
export const SERVICE_NETWORK = "10.96.0.0/16";
export const API_SERVICE_ADDRESS = "10.96.0.1";
export const DNS_SERVICE_ADDRESS = "10.96.0.10";

/** Away from the usual ports of a stack; what clients expect to find at a usual port is there: API, kubelet, registry. */
export const PORTS = {
  etcd: 16379,
  etcdPeer: 16380,
  api: 6443,
  registry: 5001,
  dns: 16053,
  dnsReady: 16081,
  kubelet: 10250,
  kubeletHealth: 16248,
  proxyMetrics: 16249,
  proxyHealth: 16256,
  controllers: 16257,
  scheduler: 16259,
} as const;

/** Where images are pushed to, and pulled from by the node, in plain HTTP. */
export const REGISTRY = `127.0.0.1:${PORTS.registry}`;
