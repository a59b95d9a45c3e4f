import { Resolver } from "node:dns/promises";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { API_SERVICE_ADDRESS, DNS_SERVICE_ADDRESS, NODE_ADDRESS, PORTS } from "./addresses";
import type { NodeOptions } from "./node";

/** Starts what makes pods of deployments and puts them on the node. The API server is ready. */
export async function startControllers({ authority, processes, programs, server }: NodeOptions): Promise<void> {
  await Promise.all(
    ["kube-controller-manager", "kube-scheduler"].map((name) => authority.issue(name, { user: `system:${name}` })),
  );
  const common = ["--leader-elect=false", "--bind-address=127.0.0.1"];
  processes.start(join(programs, "kube-controller-manager"), [
    ...common,
    `--kubeconfig=${authority.writeKubeconfig("kube-controller-manager", server)}`,
    `--secure-port=${PORTS.controllers}`,
    "--use-service-account-credentials",
    `--service-account-private-key-file=${authority.file("tokens.key")}`,
    `--root-ca-file=${authority.file("ca.crt")}`,
  ]);
  processes.start(join(programs, "kube-scheduler"), [
    ...common,
    `--kubeconfig=${authority.writeKubeconfig("kube-scheduler", server)}`,
    `--secure-port=${PORTS.scheduler}`,
  ]);
}

/** Starts CoreDNS. Names outside of the cluster are asked of whom the machine asks. */
export async function startNameService(options: NodeOptions): Promise<void> {
  const { run: folder, authority, processes, programs, server } = options;
  await authority.issue("coredns", { user: "system:coredns" });
  const corefile = `.:${PORTS.dns} {
    bind ${NODE_ADDRESS}
    errors
    ready 127.0.0.1:${PORTS.dnsReady}
    kubernetes cluster.local in-addr.arpa {
        kubeconfig ${authority.writeKubeconfig("coredns", server)}
        pods insecure
        fallthrough in-addr.arpa
    }
    forward . /etc/resolv.conf
}
`;
  writeFileSync(join(folder, "Corefile"), corefile);
  processes.start(join(programs, "coredns"), ["-conf", join(folder, "Corefile")]);
}

/** Waits until names are answered at the service's address, that is, the proxy's rules work too. */
export async function nameServiceReady({ processes }: NodeOptions): Promise<void> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([DNS_SERVICE_ADDRESS]);
  await processes.ready("coredns", async () => {
    const found = await resolver.resolve4("kubernetes.default.svc.cluster.local").catch((): string[] => []);
    return found.includes(API_SERVICE_ADDRESS);
  });
}
