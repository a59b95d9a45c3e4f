import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../../signals/errors";
import { attempt, run, waitUntil } from "../../../cli/lib/shell";
import { CLUSTER } from "./addresses";
import { nameService, storageClass, volume, VOLUMES } from "./objects";

/** How a cluster is talked to. */
export interface Client {
  readonly kubectl: string;
  readonly kubeconfig: string;
}

/** Makes what a new cluster has: storage, and the way to its name service. */
export async function createObjects(client: Client): Promise<void> {
  const system = ["get", "namespace", "kube-system"];
  // The API server makes it after it calls itself ready.
  const there = await waitUntil(async () => (await ask(client, system)).code === 0, 20_000);
  if (!there) throw new UserError("kube-apiserver doesn't make the namespace kube-system");
  await create(client, [storageClass(), ...nameService(), ...VOLUMES.map(emptied)]);
}

/** Empties the volumes that no claim has any more, so that they can be bound again. */
export async function recycleVolumes(client: Client): Promise<void> {
  const phases = `jsonpath={range .items[?(@.status.phase=="Released")]}{.metadata.name}{"\\n"}{end}`;
  const released = (await run(client.kubectl, args(client, ["get", "pv", "-o", phases]))).split("\n");
  const chosen = VOLUMES.filter(({ name }) => released.includes(name));
  if (chosen.length === 0) return;
  await run(client.kubectl, args(client, ["delete", "pv", ...chosen.map(({ name }) => name)]));
  await create(client, chosen.map(emptied));
}

function emptied(one: (typeof VOLUMES)[number]) {
  const path = join(CLUSTER, "run", "volumes", one.name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return volume(one, path);
}

async function create(client: Client, items: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  await run(client.kubectl, args(client, ["create", "-f", "-"]), { input });
}

function ask(client: Client, what: readonly string[]) {
  return attempt(client.kubectl, args(client, what));
}

function args({ kubeconfig }: Client, rest: readonly string[]): string[] {
  return ["--kubeconfig", kubeconfig, ...rest];
}
