import { attempt, lastLines, run } from "./shell";

export interface StackContainer {
  readonly id: string;
  readonly name: string;
  readonly engine: string;
  /** `running`, `exited`, `created`, `restarting`, `dead`, `paused`. */
  readonly state: string;
  /** `healthy`, `unhealthy`, `starting`, or empty where nothing is checked. */
  readonly health: string;
  /** Seconds, milliseconds since 1970. */
  readonly startedAt: string;
}

const byStack = (stack: string) => ["--filter", `label=sightline.stack=${stack}`];

/** Every container of a stack, running or not, whichever engine made it. */
export async function containersOf(stack: string): Promise<StackContainer[]> {
  const ids = (await run("docker", ["ps", "--all", "--quiet", "--no-trunc", ...byStack(stack)]))
    .split("\n")
    .filter(Boolean);
  if (ids.length === 0) return [];
  const details = JSON.parse(await run("docker", ["inspect", ...ids])) as {
    Id: string;
    Name: string;
    Config: { Labels: Record<string, string> };
    State: { Status: string; StartedAt: string; Health?: { Status: string } };
  }[];
  return details
    .map(({ Id, Name, Config, State }) => ({
      id: Id,
      name: Name.slice(1),
      engine: Config.Labels["sightline.engine"] ?? "",
      state: State.Status,
      health: State.Health?.Status ?? "",
      startedAt: State.StartedAt,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Why a stack didn't get healthy: the last words of each container that isn't. */
export async function explainUnhealthy(stack: string): Promise<string[]> {
  const bad = (await containersOf(stack)).filter(
    ({ name, state, health }) => !/-(files|secrets)$/.test(name) && (state !== "running" || health === "unhealthy"),
  );
  return Promise.all(
    bad.map(async ({ id, name, state, health }) => {
      const logs = await attempt("docker", ["logs", "--tail", "10", id]);
      const check = await attempt("docker", [
        "inspect",
        "--format",
        "{{range .State.Health.Log}}{{.Output}}{{end}}",
        id,
      ]);
      const said = [lastLines(logs.stdout + logs.stderr, 10), lastLines(check.stdout, 3)].filter(Boolean).join("\n");
      return `${name} is ${health || state}; it said last:\n${said}`;
    }),
  );
}

/** Takes volumes away: all of them, or those which only hold files that are made anew. */
export async function removeVolumes(stack: string, which: "all" | "files"): Promise<void> {
  const format = '{{.Name}}\t{{.Label "sightline.data"}}';
  const lines = (await run("docker", ["volume", "ls", ...byStack(stack), "--format", format]))
    .split("\n")
    .filter(Boolean);
  const volumes = lines.map((line) => line.split("\t")).filter(([, data]) => which === "all" || data !== "true");
  if (volumes.length > 0) await run("docker", ["volume", "rm", ...volumes.map(([name]) => name as string)]);
}
