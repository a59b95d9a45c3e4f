import { readFileSync } from "node:fs";
import { join } from "node:path";
import { get } from "node:https";

import { API_SERVICE_ADDRESS, SERVICE_NETWORK } from "./addresses";
import { Authority } from "./certificates";
import type { Processes } from "./processes";

export interface ControlPlaneOptions {
  /** Where etcd keeps its data. Nothing of an earlier cluster may be in there. */
  readonly folder: string;
  readonly authority: Authority;
  readonly processes: Processes;
  readonly programs: { readonly etcd: string; readonly apiServer: string };
  readonly ports: { readonly etcd: number; readonly etcdPeer: number; readonly api: number };
  /** Where it listens, and what the cluster's own clients are told. */
  readonly address: string;
  /** Whether both end with this process. */
  readonly bound?: boolean;
  readonly extra?: readonly string[];
}

/** Starts etcd and an API server, and returns when it is ready. `admin.kubeconfig` of the authority may do all. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<string> {
  const { folder, authority, processes, programs, ports, address, bound } = options;
  const etcd = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  const names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];
  await Promise.all([
    authority.issue("api", {
      user: "kube-apiserver",
      names: [...names.map((name) => `DNS:${name}`), "IP:127.0.0.1", `IP:${address}`, `IP:${API_SERVICE_ADDRESS}`],
    }),
    authority.issue("api-to-kubelet", { user: "kube-apiserver-kubelet-client", group: "system:masters" }),
    authority.issue("admin", { user: "admin", group: "system:masters" }),
  ]);
  const server = `https://${address}:${ports.api}`;
  const kubeconfig = authority.writeKubeconfig("admin", server);
  processes.start(
    programs.etcd,
    [
      `--data-dir=${join(folder, "etcd")}`,
      // What it holds is thrown away: a crash of the machine may spoil it.
      "--unsafe-no-fsync",
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      "--log-level=warn",
    ],
    { bound },
  );
  processes.start(programs.apiServer, apiServerArgs(options, etcd), { bound });
  await processes.ready("etcd", async () => (await fetch(`${etcd}/health`).catch(() => undefined))?.ok === true);
  await processes.ready("kube-apiserver", () => isReady(`${server}/readyz`, authority));
  return kubeconfig;
}

function apiServerArgs({ authority, address, ports, extra = [] }: ControlPlaneOptions, etcd: string): string[] {
  return [
    `--etcd-servers=${etcd}`,
    `--bind-address=${address}`,
    `--advertise-address=${address}`,
    `--secure-port=${ports.api}`,
    `--tls-cert-file=${authority.file("api.crt")}`,
    `--tls-private-key-file=${authority.file("api.key")}`,
    `--client-ca-file=${authority.file("ca.crt")}`,
    `--kubelet-certificate-authority=${authority.file("ca.crt")}`,
    `--kubelet-client-certificate=${authority.file("api-to-kubelet.crt")}`,
    `--kubelet-client-key=${authority.file("api-to-kubelet.key")}`,
    "--kubelet-preferred-address-types=InternalIP",
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    `--service-cluster-ip-range=${SERVICE_NETWORK}`,
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${authority.file("tokens.pub")}`,
    `--service-account-signing-key-file=${authority.file("tokens.key")}`,
    ...extra,
  ];
}

function isReady(url: string, authority: Authority): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { ca: readFileSync(authority.file("ca.crt")), timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on("error", () => resolve(false)).on("timeout", () => request.destroy());
  });
}
