import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../signals/errors";
import { recordingsIn } from "./dashboards/recording";
import { readFolder } from "./folder";
import { changesBetween, type Change } from "./changes";
import { attempt, lastLines } from "./shell";
import { projectFolder } from "./stack-config";

export interface StackPreview {
  readonly stack: string;
  /** Absent where one of the two sides can't be rendered. */
  readonly changes?: readonly Change[];
  /** Why a side can't be rendered. */
  readonly faults: readonly string[];
  readonly headFails: boolean;
  /** `new` or `removed`, where only one side has it. */
  readonly note?: "new" | "removed";
  /** What was compared, for who wants to see more of it; absent where `changes` is. */
  readonly files?: { readonly before: Files; readonly after: Files };
}

export interface PullRequestPreview {
  /** Commit ids. */
  readonly base: string;
  readonly head: string;
  readonly stacks: readonly StackPreview[];
  /** By workload: the recorded data that the head has, or else the base. */
  readonly recordings: ReadonlyMap<string, Uint8Array>;
}

/** Content by path. */
type Files = ReadonlyMap<string, string>;

/** A commit in a folder of its own. */
interface Side {
  readonly commit: string;
  readonly folder: string;
  readonly stacks: readonly string[];
}

type Rendering = Files | { readonly fault: string };

const nothing: Files = new Map();

/**
 * Renders every stack of two commits and compares them. Both are checked out beside each other, so that neither what
 * this machine keeps nor what isn't committed has a say.
 *
 * @param repository the checkout whose commits they are. Default: this one
 */
export async function previewPullRequest(
  baseRevision: string,
  headRevision: string,
  repository: string = projectFolder,
): Promise<PullRequestPreview> {
  const own = join(repository, ".sightline");
  mkdirSync(own, { recursive: true });
  // Inside of the project, so that its packages are found from there.
  const folder = mkdtempSync(join(own, "pull-request-"));
  const checkouts: string[] = [];
  const checkOut = async (name: string, revision: string): Promise<Side> => {
    const commit = await commitOf(repository, revision);
    const path = join(folder, name);
    checkouts.push(path);
    await git(repository, ["-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach", path, commit]);
    return { commit, folder: path, stacks: stacksIn(path) };
  };
  try {
    const base = await checkOut("base", baseRevision);
    const head = await checkOut("head", headRevision);
    const stacks: StackPreview[] = [];
    for (const stack of [...new Set([...base.stacks, ...head.stacks])].sort()) {
      const sides = await Promise.all([base, head].map((side) => renderSide(side, stack, repository)));
      stacks.push(compared(stack, base, head, sides as [Rendering, Rendering]));
    }
    const recordings = new Map([...recordingsIn(base.folder), ...recordingsIn(head.folder)]);
    return { base: base.commit, head: head.commit, stacks, recordings };
  } finally {
    for (const path of checkouts) await attempt("git", ["-C", repository, "worktree", "remove", "--force", path]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function compared(stack: string, base: Side, head: Side, [before, after]: [Rendering, Rendering]): StackPreview {
  const faults = (side: string, rendering: Rendering) => ("fault" in rendering ? [`${side}: ${rendering.fault}`] : []);
  const all = [...faults("base", before), ...faults("head", after)];
  const headFails = "fault" in after;
  if ("fault" in before || "fault" in after) return { stack, faults: all, headFails };
  const note = !base.stacks.includes(stack) ? "new" : !head.stacks.includes(stack) ? "removed" : undefined;
  const files = { before, after };
  return { stack, changes: changesBetween(before, after), faults: [], headFails, files, ...(note && { note }) };
}

/** What a side's own code renders for a stack; nothing where it hasn't got it. */
async function renderSide({ folder, stacks }: Side, stack: string, repository: string): Promise<Rendering> {
  if (!stacks.includes(stack)) return nothing;
  const out = join(folder, ".sightline", "preview", stack);
  const render = ["render", "--stack", stack, "--out", out];
  // With the same packages, those of this checkout do; otherwise the side installs its own.
  const same = samePackages(folder, repository) && hasPackages(folder);
  const start = same ? ["--require", "tsx/cjs", join(folder, "cli/main.ts")] : [join(folder, "cli/start.cjs")];
  const outcome = await attempt(process.execPath, [...start, ...render], { cwd: folder });
  if (outcome.code !== 0) return { fault: lastLines(outcome.stderr, 30).replaceAll(`${folder}/`, "").slice(0, 4000) };
  return readFolder(out);
}

function samePackages(a: string, b: string): boolean {
  const [one, other] = [a, b].map((folder) => {
    const path = join(folder, "package-lock.json");
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  });
  return one !== undefined && one === other;
}

function hasPackages(folder: string): boolean {
  try {
    return require.resolve("tsx/cjs", { paths: [folder] }) !== "";
  } catch {
    return false;
  }
}

/** The stacks of a checkout. A name that can't be a stack's is not looked at. */
function stacksIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => /^Pulumi\.([a-z0-9][a-z0-9-]{0,29})\.yaml$/.exec(name)?.[1] ?? []);
}

async function commitOf(repository: string, revision: string): Promise<string> {
  const args = ["-C", repository, "rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const { code, stdout } = await attempt("git", args);
  if (code === 0) return stdout.trim();
  throw new UserError(
    `${JSON.stringify(revision)} isn't a commit here; in a shallow clone, fetch it first (git fetch --depth=1 origin …)`,
  );
}

async function git(repository: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await attempt("git", ["-C", repository, ...args]);
  if (code !== 0) throw new UserError(`git ${args.find((arg) => !arg.startsWith("-"))} failed: ${lastLines(stderr)}`);
}
