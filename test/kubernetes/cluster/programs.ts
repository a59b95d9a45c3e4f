import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join } from "node:path";

import { type Log, unpackFrom } from "../../../cli/lib/apt";
import { run } from "../../../cli/lib/shell";
import { exclusively } from "./lock";

/** Programs are had once for a machine; a changed version is a new folder. */
const STORE = "/var/lib/sightline/kubernetes/programs";

const tools = join(__dirname, "tools");

/** What `tools/build.sh` builds, each from these files of `tools/`. */
const TARGETS = {
  node: ["build.sh", "go.mod", "go.sum", "kubernetes", "pause"],
  oldest: ["build.sh", "oldest"],
  checkers: ["build.sh", "checkers"],
} as const;

/** A release that has these as new as Kubernetes wants them, and the one whose `runc` runs on every later release. */
const PACKAGES: readonly { readonly release: string; readonly name: string; readonly programs: readonly string[] }[] = [
  { release: "forky", name: "etcd-server", programs: ["usr/bin/etcd"] },
  {
    release: "forky",
    name: "containerd",
    programs: ["usr/bin/containerd", "usr/bin/containerd-shim-runc-v2", "usr/bin/ctr"],
  },
  {
    release: "forky",
    name: "containernetworking-plugins",
    programs: ["bridge", "host-local", "loopback", "portmap"].map((plugin) => `usr/lib/cni/${plugin}`),
  },
  { release: "forky", name: "docker-registry", programs: ["usr/bin/docker-registry"] },
  { release: "bookworm", name: "runc", programs: ["usr/sbin/runc"] },
];

/**
 * The folder of a target's programs, built when this machine hasn't them yet: `node` has everything of a node and
 * `kubectl`, `oldest` the oldest supported API server, `checkers` what judges manifests.
 */
export function ensureBuilt(target: keyof typeof TARGETS, log: Log): Promise<string> {
  return ensure(target, fingerprint(TARGETS[target].map((name) => join(tools, name))), async (folder) => {
    log(`Building Kubernetes programs from Go modules (${target}): minutes, once for this machine`);
    await run(join(tools, "build.sh"), [target, folder]);
  });
}

/** The folder of the programs that Debian packages. None is installed. */
export function ensureUnpacked(log: Log): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(PACKAGES)).digest("hex");
  return ensure("debian", key, async (folder) => {
    log("Unpacking etcd, containerd and a registry from Debian packages");
    for (const { release, name, programs } of PACKAGES) {
      const unpacked = join(folder, release);
      await unpackFrom(release, name, unpacked);
      for (const program of programs) copyFileSync(join(unpacked, program), join(folder, basename(program)));
      // Only the package lists stay for the next one.
      for (const deb of readdirSync(unpacked)) if (deb.endsWith(".deb")) rmSync(join(unpacked, deb));
    }
    for (const { release } of PACKAGES) rmSync(join(folder, release), { recursive: true, force: true });
  });
}

/** Another process may be making the same: it's waited for. */
function ensure(name: string, key: string, make: (folder: string) => Promise<void>): Promise<string> {
  return exclusively(name, () => ensureFolder(name, key, make));
}

/** Made beside its place and moved into it whole: what was cut off must not look as if it were there. */
async function ensureFolder(name: string, key: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(STORE, `${name}-${key.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(STORE, { recursive: true });
  const incoming = mkdtempSync(join(STORE, `.${name}-`));
  try {
    await make(incoming);
    chmodSync(incoming, 0o755);
    if (!existsSync(folder)) renameSync(incoming, folder);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
  return folder;
}

function fingerprint(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of paths.flatMap(filesIn)) hash.update(`${basename(file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  if (!path.includes(".") && existsSync(path)) {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  }
  return [path];
}
