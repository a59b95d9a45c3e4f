import { existsSync } from "node:fs";
import { UserError } from "../signals/errors";
import { applyingEngine, engineName, engineOption } from "./engines/choose";
import { readFolder } from "./engines/compose";
import { options, stackOption } from "./lib/args";
import { asMarkdown, asText, changesBetween } from "./lib/changes";
import { print, say } from "./lib/console";
import { ensureEngine } from "./lib/engine";
import { readStack } from "./lib/stack";
import { useEngineOf } from "./up";

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
  const wanted = engineName(parsed.engine);
  const stack = readStack(parsed);
  useEngineOf(stack);
  await ensureEngine({ install: false, log: say });
  const engine = await applyingEngine(wanted, { install: false });
  const { rendered: after } = await engine.evaluate(stack);
  await engine.preview(stack);
  const before = await engine.deployed(stack);
  // The engine itself shows its resources; what it isn't told, here is the content.
  const contents =
    engine.name === "compose" ? after.files : new Map([...after.files].filter(([path]) => path.startsWith("files/")));
  show(before, contents);
}

function rendered(option: string, folder: string | undefined): Map<string, string> {
  if (folder === undefined || !existsSync(folder)) {
    throw new UserError(`${option} ${folder ?? ""}: a folder that \`npm run render\` wrote was expected`);
  }
  return readFolder(folder);
}
