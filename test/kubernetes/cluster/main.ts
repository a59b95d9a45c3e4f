import { rmSync } from "node:fs";

import { say } from "../../../cli/lib/console";
import { UserError } from "../../../signals/errors";
import { CLUSTER } from "./addresses";
import { ensureBuilt, ensureUnpacked } from "./programs";
import { isUp, missingParts, startCluster, stopCluster } from "./cluster";
import { whyNoCluster } from "./requirements";

const commands: Readonly<Record<string, () => Promise<void>>> = {
  async up() {
    const reason = await whyNoCluster();
    if (reason !== undefined) throw new UserError(reason);
    const { kubeconfig, registry, kubectl, reused } = await startCluster({ log: say });
    say(`The cluster ${reused ? "is up already" : "is up"}. Registry: ${registry}\n`);
    say(`export KUBECONFIG=${kubeconfig} PATH=${kubectl.replace(/\/kubectl$/, "")}:$PATH`);
  },
  /** Everything that a start would build: for whoever has something else to do meanwhile. */
  async build() {
    await ensureUnpacked(say);
    for (const target of ["node", "oldest", "checkers"] as const) await ensureBuilt(target, say);
  },
  async down() {
    await stopCluster();
    say("The cluster is down.");
  },
  async status() {
    const missing = missingParts().join(", ");
    say(isUp() ? "The cluster is up." : `The cluster isn't up. Not running: ${missing || "none, but it wasn't ready"}`);
    process.exitCode = isUp() ? 0 : 1;
  },
  /** Also forgets the images that pods ran from. */
  async purge() {
    await stopCluster();
    rmSync(CLUSTER, { recursive: true, force: true });
    say("The cluster is down, and its images are gone.");
  },
};

const command = commands[process.argv[2] ?? ""];
if (command === undefined) {
  say(`usage: main.ts ${Object.keys(commands).join("|")}`);
  process.exitCode = 2;
} else {
  command().catch((error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  });
}
