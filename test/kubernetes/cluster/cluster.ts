import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Log } from "../../../cli/lib/apt";
import { CLUSTER, NODE, NODE_ADDRESS, PORTS, REGISTRY } from "./addresses";
import { Authority } from "./certificates";
import { removeShimSockets, startContainerd } from "./containerd";
import { startControlPlane } from "./control-plane";
import { nameServiceReady, startControllers, startNameService } from "./controllers";
import { exclusively } from "./lock";
import { endPods, noteMachine, restoreMachine, routePods } from "./machine";
import { createNetwork, removeNetwork } from "./network";
import { nodeReady, startNode } from "./node";
import { Processes } from "./processes";
import { ensureBuilt, ensureUnpacked } from "./programs";
import { startRegistry } from "./registry";
import { createObjects } from "./volumes";

/** A running Kubernetes cluster of one node. */
export interface Cluster {
  /** Of a user who may do everything. */
  readonly kubeconfig: string;
  /** `127.0.0.1:<port>`: what is pushed there, pods can run. */
  readonly registry: string;
  readonly nodeName: string;
  /** A client of the cluster's own version. */
  readonly kubectl: string;
  /** Whether it ran before, for someone else. */
  readonly reused: boolean;
  /** Ends the cluster and puts the machine back, unless it ran before. */
  stop(): Promise<void>;
}

const run = join(CLUSTER, "run");
const kubeconfig = join(CLUSTER, "kubeconfig");
const processes = new Processes(CLUSTER);

/** Every daemon of a cluster that works. */
const PARTS = [
  ...["docker-registry", "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
  ...["containerd", "kubelet", "kube-proxy", "coredns"],
];

/**
 * Starts the machine's one cluster, or finds it running. It goes on when this process ends, until `stop`.
 *
 * @throws UserError with the last log lines of the part that doesn't get ready; the machine is put back then.
 */
export async function startCluster({ log }: { readonly log: Log }): Promise<Cluster> {
  const programs = await ensureBuilt("node", log);
  const debian = await ensureUnpacked(log);
  const reused = await exclusively("cluster", async () => {
    if (isUp()) return true;
    await clear();
    try {
      await start(programs, debian, log);
    } catch (error) {
      await clear();
      throw error;
    }
    return false;
  });
  const stop = async () => void (reused || (await stopCluster()));
  return { kubeconfig, registry: REGISTRY, nodeName: NODE, kubectl: join(programs, "kubectl"), reused, stop };
}

/** Ends the machine's cluster, whoever started it, and what a crashed start left. */
export function stopCluster(): Promise<void> {
  return exclusively("cluster", clear);
}

/** Whether the cluster works: a start that was cut off leaves one that may not. */
export function isUp(): boolean {
  return existsSync(kubeconfig) && missingParts().length === 0;
}

/** Which of the cluster's daemons don't run. */
export function missingParts(): string[] {
  const names = new Set(processes.running().map(({ name }) => name));
  return PARTS.filter((part) => !names.has(part));
}

async function start(programs: string, debian: string, log: Log): Promise<void> {
  rmSync(join(CLUSTER, "logs"), { recursive: true, force: true });
  mkdirSync(run, { recursive: true });
  noteMachine();
  await createNetwork();
  routePods();
  const authority = await Authority.create(join(run, "certificates"));
  log("Starting etcd, the API server and containerd");
  await settled([
    startControlPlane({
      folder: run,
      authority,
      processes,
      programs: { etcd: join(debian, "etcd"), apiServer: join(programs, "kube-apiserver") },
      ports: PORTS,
      address: NODE_ADDRESS,
    }),
    startContainerd({
      run,
      images: join(CLUSTER, "images"),
      programs: debian,
      pause: join(programs, "pause"),
      processes,
    }),
    startRegistry(debian, processes),
  ]);
  log("Starting controllers and the node");
  const node = { run, authority, processes, programs, server: `https://${NODE_ADDRESS}:${PORTS.api}` };
  await settled([startControllers(node), startNode(node), startNameService(node)]);
  const admin = authority.file("admin.kubeconfig");
  await createObjects({ kubectl: join(programs, "kubectl"), kubeconfig: admin });
  await settled([nodeReady(node), nameServiceReady(node)]);
  // Last, so that whoever finds it finds a cluster that works.
  writeFileSync(kubeconfig, readFileSync(admin), { mode: 0o600 });
}

/** As `Promise.all`, but after a failure nothing goes on: it would start programs again that are being ended. */
async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Ends what runs, in the order in which nothing starts anything again, and puts the machine back. */
async function clear(): Promise<void> {
  rmSync(kubeconfig, { force: true });
  for (const first of ["kubelet", "containerd"]) await processes.end((name) => name === first, 5_000);
  await endPods();
  await processes.end((name) => name.startsWith("containerd-shim"), 0);
  // Asked to end, they wait for each other; what they hold is thrown away.
  await processes.end((name) => name === "kube-apiserver" || name === "etcd", 0);
  await processes.end(() => true, 5_000);
  await removeNetwork();
  restoreMachine();
  removeShimSockets(run);
  rmSync(run, { recursive: true, force: true });
}
