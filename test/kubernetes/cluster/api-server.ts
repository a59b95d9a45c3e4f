import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Log } from "../../../cli/lib/apt";
import { Authority } from "./certificates";
import { startControlPlane } from "./control-plane";
import { Processes } from "./processes";
import { ensureBuilt, ensureUnpacked } from "./programs";

/** An API server without a node: it judges what is applied to it, and runs nothing. */
export interface ApiServer {
  readonly kubeconfig: string;
  /** Of the newest version, which serves both. */
  readonly kubectl: string;
  stop(): Promise<void>;
}

export interface ApiServerOptions {
  /** Of the Kubernetes versions that the project supports. */
  readonly version: "oldest" | "newest";
  readonly log: Log;
}

/**
 * Starts an API server of the oldest or newest supported Kubernetes beside whatever runs. It ends with this process.
 *
 * @throws UserError with its last log lines when it doesn't get ready.
 */
export async function startApiServer({ version, log }: ApiServerOptions): Promise<ApiServer> {
  const newest = await ensureBuilt("node", log);
  const programs = version === "newest" ? newest : await ensureBuilt("oldest", log);
  const debian = await ensureUnpacked(log);
  const folder = mkdtempSync(join(tmpdir(), "sightline-kubernetes-"));
  const processes = new Processes(folder);
  const stop = async () => {
    await processes.end(() => true, 0);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [etcd, etcdPeer, api] = await freePorts();
    const kubeconfig = await startControlPlane({
      folder,
      authority: await Authority.create(join(folder, "certificates")),
      processes,
      programs: { etcd: join(debian, "etcd"), apiServer: join(programs, "kube-apiserver") },
      ports: { etcd, etcdPeer, api },
      address: "127.0.0.1",
      bound: true,
      // No controller makes the accounts that pods would be given.
      extra: ["--disable-admission-plugins=ServiceAccount", "--endpoint-reconciler-type=none"],
    });
    return { kubeconfig, kubectl: join(newest, "kubectl"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  const listen = (server: (typeof servers)[number]) =>
    new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  const ports = await Promise.all([listen(servers[0]), listen(servers[1]), listen(servers[2])]);
  for (const server of servers) server.close();
  return ports as [number, number, number];
}
