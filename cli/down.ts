import { engineOf, engineName, engineOption } from "./engines/choose";
import { options, stackOption } from "./lib/args";
import { say } from "./lib/console";
import { containersOf } from "./lib/docker-stack";
import { ensureEngine, stopEngine } from "./lib/engine";
import { run as runCommand } from "./lib/shell";
import { readStack } from "./lib/stack";
import { useEngineOf } from "./up";

/** Takes a stack away: its containers and network, and with --volumes also its data and its secrets. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    ...stackOption,
    ...engineOption,
    volumes: { type: "boolean", default: false },
    "stop-docker": { type: "boolean", default: false },
  });
  const wanted = engineName(parsed.engine);
  const stack = readStack(parsed);
  useEngineOf(stack);
  await ensureEngine({ install: false, log: say });
  const engine = await engineOf(stack.name, wanted);
  const before = await containersOf(stack.name);
  await engine.down(stack, { volumes: parsed.volumes });
  say(before.length > 0 ? `The stack ${stack.name} is down.` : `There was nothing of the stack ${stack.name}.`);
  if (!parsed.volumes) say(`Its data and secrets are kept; --volumes takes them too.`);
  if (parsed["stop-docker"]) await stopDocker();
}

/** Only an engine that `up` started, and only when nobody else uses it. */
async function stopDocker(): Promise<void> {
  const others = (await runCommand("docker", ["ps", "--quiet"])).split("\n").filter(Boolean);
  if (others.length > 0) say(`Docker is left running: ${others.length} other containers use it.`);
  else
    say(
      (await stopEngine(say))
        ? "Docker, which `up` had started, is stopped."
        : "Docker is left running: `up` didn't start it.",
    );
}
