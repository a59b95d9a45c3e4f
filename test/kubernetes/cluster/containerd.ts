import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { UserError } from "../../../signals/errors";
import { attempt } from "../../../cli/lib/shell";
import { BRIDGE, POD_NETWORK } from "./addresses";
import { PAUSE, writePauseImage } from "./pause-image";
import type { Processes } from "./processes";

/**
 * Starts a program in mounts of its own. They are shared as a node's are (volumes with propagation need it), the machine
 * sees none of them, and the kernel takes them away with the last process. Those of a Docker engine are left out: a
 * copy would keep its containers' file systems and networks alive.
 */
const OWN_MOUNTS = [
  ...["unshare", "--mount", "--propagation", "slave", "--", "sh", "-c"],
  "mount --make-rshared / && " +
    `awk '$2 ~ "^/(var/lib|run)/docker/" { print $2 }' /proc/mounts | sort -r | xargs -r umount -l && exec "$@"`,
  "sh",
];

export interface ContainerdOptions {
  /** Emptied before each start of a cluster. */
  readonly run: string;
  /** Kept: the images that were pulled. */
  readonly images: string;
  /** Where containerd, runc, ctr and the network plugins are. */
  readonly programs: string;
  /** A static program that does nothing. */
  readonly pause: string;
  readonly processes: Processes;
}

/** Where the runtime listens. */
export function runtimeSocket(folder: string): string {
  return join(folder, "containerd.sock");
}

/** Starts containerd without any container of an earlier cluster. */
export async function startContainerd(options: ContainerdOptions): Promise<void> {
  const { run: folder, processes } = options;
  mkdirSync(join(folder, "network"), { recursive: true });
  writeFileSync(join(folder, "network", "10-pods.conflist"), JSON.stringify(podNetwork(folder)));
  writeFileSync(join(folder, "containerd.toml"), configuration(options));
  await launch(options);
  if (await removeContainers(options)) {
    // It remembers what it found.
    await processes.end((name) => name === "containerd", 10_000);
    await launch(options);
  }
  const archive = await writePauseImage(join(folder, "pause"), options.pause);
  const imported = await ctr(options.programs, folder, "images", "import", archive);
  if (imported.code !== 0) throw new UserError(`containerd doesn't take the image ${PAUSE}: ${imported.stderr}`);
}

/** What makes a program see the mounts of a started containerd: it must be started through this. */
export function besideContainerd(processes: Processes): string[] {
  const found = processes.running().find(({ name }) => name === "containerd");
  return ["nsenter", `--mount=/proc/${found!.pid}/ns/mnt`, "--"];
}

/** Shims listen outside of the cluster's folder, whatever they are told. */
export function removeShimSockets(folder: string): void {
  const bundles = join(folder, "containerd", "io.containerd.runtime.v2.task", "k8s.io");
  if (!existsSync(bundles)) return;
  for (const bundle of readdirSync(bundles)) {
    const file = join(bundles, bundle, "bootstrap.json");
    if (!existsSync(file)) continue;
    const { address } = JSON.parse(readFileSync(file, "utf8")) as { readonly address: string };
    rmSync(address.replace(/^unix:\/\//, ""), { force: true });
  }
}

async function launch({ run: folder, programs, processes }: ContainerdOptions): Promise<void> {
  // A Docker engine's shim may be another version: this one's must be found first.
  processes.start(join(programs, "containerd"), ["--config", join(folder, "containerd.toml")], {
    path: programs,
    through: OWN_MOUNTS,
  });
  await processes.ready("containerd", async () => (await ctr(programs, folder, "version")).code === 0, 20_000);
}

function ctr(programs: string, folder: string, ...args: string[]) {
  const options = { timeout: 30_000 };
  return attempt(join(programs, "ctr"), ["-a", runtimeSocket(folder), "-n", "k8s.io", ...args], options);
}

/** Whether there were any. */
async function removeContainers({ run: folder, programs }: ContainerdOptions): Promise<boolean> {
  const { stdout } = await ctr(programs, folder, "containers", "ls", "-q");
  const ids = stdout.split("\n").filter((id) => id !== "");
  if (ids.length > 0) await ctr(programs, folder, "containers", "rm", ...ids);
  return ids.length > 0;
}

/** A registry on 127.0.0.1 needs no entry: containerd takes it in plain HTTP. */
function configuration({ run: folder, images, programs }: ContainerdOptions): string {
  return `version = 3
root = '${images}'
state = '${join(folder, "containerd")}'
disabled_plugins = ['io.containerd.nri.v1.nri', 'io.containerd.internal.v1.tracing']

[grpc]
  address = '${runtimeSocket(folder)}'

[plugins.'io.containerd.internal.v1.opt']
  path = '${join(folder, "opt")}'

[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = '${PAUSE}'

[plugins.'io.containerd.cri.v1.runtime']
  # Lowering a score takes a right that root lacks in many sandboxes and containers.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
  runtime_type = 'io.containerd.runc.v2'

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  Root = '${join(folder, "runc")}'

[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ['${programs}']
  conf_dir = '${join(folder, "network")}'
`;
}

function podNetwork(folder: string) {
  const bridge = {
    type: "bridge",
    bridge: BRIDGE,
    isGateway: true,
    hairpinMode: true,
    ipam: {
      type: "host-local",
      ranges: [[{ subnet: POD_NETWORK }]],
      routes: [{ dst: "0.0.0.0/0" }],
      dataDir: join(folder, "addresses"),
    },
  };
  const plugins = [bridge, { type: "portmap", capabilities: { portMappings: true }, snat: true }];
  return { cniVersion: "1.0.0", name: "pods", plugins };
}
