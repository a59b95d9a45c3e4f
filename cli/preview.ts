import { existsSync } from "node:fs";
import { UserError } from "../signals/errors";
import { applyingEngine, engineName, engineOption } from "./engines/choose";
import { readFolder } from "./lib/folder";
import { options, stackOption } from "./lib/args";
import { asMarkdown, asText, changesBetween } from "./lib/changes";
import { print, say } from "./lib/console";
import { detectOperator } from "./lib/kubernetes/detect";
import { readStack } from "./lib/stack";
import { tagOnlyNote } from "./lib/supply/unpinned";
import { ensureClient } from "./up";

/**
 * What `up` would change, resource by resource, then content by content: rule, panel, route.
 * With --from and --to it compares two folders that `render` wrote, and needs no engine at all.
 */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    ...stackOption,
    ...engineOption,
    from: { type: "string" },
    to: { type: "string" },
    markdown: { type: "boolean", default: false },
  });
  const show = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => {
    const changes = changesBetween(before, after);
    print(parsed.markdown ? asMarkdown(parsed.stack, changes) : asText(changes));
  };
  if (parsed.from !== undefined || parsed.to !== undefined) {
    show(rendered("--from", parsed.from), rendered("--to", parsed.to));
    return;
  }
  const stack = readStack(parsed);
  const wanted = engineName(parsed.engine, stack);
  const { target } = stack.settings;
  await ensureClient(stack, { install: false });
  const engine = await applyingEngine(wanted, target, { install: false });
  if (target === "kubernetes") await detectOperator(stack);
  const { rendered: after } = await engine.evaluate(stack);
  await engine.preview(stack);
  for (const line of tagOnlyNote(stack)) say(line);
  // The engine itself shows its resources; what it isn't told, here is the content.
  show(await engine.deployed(stack), engine.unseen(stack, after.files));
}

function rendered(option: string, folder: string | undefined): Map<string, string> {
  if (folder === undefined || !existsSync(folder)) {
    throw new UserError(`${option} ${folder ?? ""}: a folder that \`npm run render\` wrote was expected`);
  }
  return readFolder(folder);
}
