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

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs every test, and returns the exit code. */
export async function runShares(env: Environment): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "sightline-counts-"));
  console.log(`Beside these: ${shares.computing.join(", ")}, whose results are shown when they are all there.`);
  try {
    const ended = await Promise.all([
      runShare("waiting", folder, env),
      // Lines of both at once could be read by nobody.
      runShare("computing", folder, env).then(({ output, ...rest }) => {
        process.stdout.write(output);
        return { ...rest, output: "" };
      }),
    ]);
    for (const line of closingLines(ended.map(({ counts }) => counts))) console.log(line);
    return ended.some(({ code, counts }) => code !== 0 || counts.failed > 0) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ended {
  readonly code: number;
  readonly counts: Counts;
  /** What it said, where that wasn't shown at once. */
  readonly output: string;
}

async function runShare(share: keyof typeof shares, folder: string, env: Environment): Promise<Ended> {
  const file = join(folder, share);
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
  return { code, output, counts: read(file, share) };
}

export function vitest(args: readonly string[]): string[] {
  return [join(projectFolder, "node_modules", "vitest", "vitest.mjs"), "run", ...args];
}

/** Without counts it has ended before its tests did. */
function read(file: string, share: string): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0, reasons: {}, failures: [`vitest for ${share} ended early`] };
  }
}
