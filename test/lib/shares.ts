import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../cli/lib/stack-config";
import { closingLines, type Counts } from "./counts";
import { giveWay } from "./priority";

/**
 * The projects of `vitest.config.mts` in two processes side by side. What mostly waits for outages to end and machines to
 * notice goes first wherever it has something to do; what computes takes the rest of the time.
 */
export const shares = {
  waiting: ["real", "waiting", "kubernetes"],
  computing: ["unit", "rules", "viewer"],
} as const;

type Share = keyof typeof shares;
type Environment = Readonly<Record<string, string | undefined>>;

/** Runs every test, and returns the exit code. */
export async function runShares(env: Environment): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "sightline-counts-"));
  console.log(`Beside these: ${shares.computing.join(", ")}, whose results are shown when they are all there.`);
  try {
    const names = Object.keys(shares) as Share[];
    const ended = await Promise.all(names.map((share) => runShare(share, folder, env)));
    for (const line of closingLines(ended.map(({ counts }) => counts))) console.log(line);
    return ended.some(({ code, counts }) => code !== 0 || counts.failed > 0) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number;
  readonly counts: Counts;
}

async function runShare(share: Share, folder: string, env: Environment): Promise<Ended> {
  const file = join(folder, share);
  // Lines of both at once could be read by nobody: what computes is shown when it's done.
  const shown = share === "waiting";
  const child = spawn(process.execPath, vitest(shares[share].flatMap((name) => ["--project", name])), {
    cwd: projectFolder,
    env: { ...process.env, ...env, SIGHTLINE_COUNTS: file },
    stdio: ["ignore", shown ? "inherit" : "pipe", shown ? "inherit" : "pipe"],
  });
  if (!shown) giveWay(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject).on("close", (status) => resolve(status ?? 128));
  });
  process.stdout.write(output);
  return { code, counts: read(file, share) };
}

export function vitest(args: readonly string[]): string[] {
  return [join(projectFolder, "node_modules", "vitest", "vitest.mjs"), "run", ...args];
}

/** Without counts it has ended before its tests did. */
function read(file: string, share: Share): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, reasons: {}, failures: [`vitest for ${share} ended early`] };
  }
}
