import { engineOf, engineName, engineOption } from "./engines/choose";
import { options, stackOption } from "./lib/args";
import { say } from "./lib/console";
import { containersOf } from "./lib/docker-stack";
import { stopEngine } from "./lib/engine";
import { Kubectl } from "./lib/kubernetes/kubectl";
import { isThere } from "./lib/kubernetes/own-objects";
import { run as runCommand } from "./lib/shell";
import { noteTime, readStack, type Stack } from "./lib/stack";
import { ensureClient } from "./up";

/** Takes a stack away: its services, and with --volumes also its data and its secrets. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    ...stackOption,
    ...engineOption,
    volumes: { type: "boolean", default: false },
    "stop-docker": { type: "boolean", default: false },
  });
  const stack = readStack(parsed);
  noteTime(stack);
  const wanted = engineName(parsed.engine, stack);
  await ensureClient(stack, { install: false });
  const engine = await engineOf(stack, wanted);
  const before = await isUp(stack);
  await engine.down(stack, { volumes: parsed.volumes });
  say(before ? `The stack ${stack.name} is down.` : `There was nothing of the stack ${stack.name}.`);
  if (!parsed.volumes) say(`Its data and secrets are kept; --volumes takes them too.`);
  if (parsed["stop-docker"]) await stopDocker();
}

async function isUp(stack: Stack): Promise<boolean> {
  if (stack.settings.target === "kubernetes") return isThere(new Kubectl(stack), stack.name);
  return (await containersOf(stack.name)).length > 0;
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
