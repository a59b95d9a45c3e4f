import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { CLUSTER, REGISTRY } from "./addresses";
import type { Processes } from "./processes";

/** Starts the registry that pods' images come from. What was pushed is kept, so that a second push is quick. */
export async function startRegistry(programs: string, processes: Processes): Promise<void> {
  const folder = join(CLUSTER, "registry");
  mkdirSync(folder, { recursive: true });
  const settings = {
    version: "0.1",
    log: { level: "warn" },
    storage: { filesystem: { rootdirectory: folder } },
    http: { addr: REGISTRY },
  };
  const file = join(CLUSTER, "run", "registry.json");
  writeFileSync(file, JSON.stringify(settings));
  processes.start(join(programs, "docker-registry"), ["serve", file]);
  const answers = async () => (await fetch(`http://${REGISTRY}/v2/`).catch(() => undefined))?.ok === true;
  await processes.ready("docker-registry", answers, 20_000);
}
