import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../signals/errors";
import { options } from "./lib/args";
import { asText } from "./lib/changes";
import { print } from "./lib/console";
import { pullRequestMarkdown } from "./lib/pull-request-page";
import { previewPullRequest } from "./lib/pull-request";

/**
 * What a pull request changes in every stack: `render` of both commits, each by its own code, and the difference as
 * Markdown. Needs git and nothing else: no engine, no account, no secret. With --out also as plain text, in a folder.
 */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    base: { type: "string" },
    head: { type: "string", default: "HEAD" },
    out: { type: "string" },
  });
  if (parsed.base === undefined) throw new UserError("--base was expected: the commit to compare with");
  const preview = await previewPullRequest(parsed.base, parsed.head);
  const markdown = pullRequestMarkdown(preview);
  print(markdown);
  if (parsed.out !== undefined) {
    mkdirSync(parsed.out, { recursive: true });
    writeFileSync(join(parsed.out, "preview.md"), markdown);
    const texts = preview.stacks.map(({ stack, changes, faults }) =>
      [`# Stack ${stack}`, ...faults.map((fault) => `# ${fault}`), ...(changes ? [asText(changes)] : [])].join("\n"),
    );
    writeFileSync(join(parsed.out, "preview.txt"), `${texts.join("\n\n")}\n`);
  }
  const broken = preview.stacks.filter(({ headFails }) => headFails);
  if (broken.length > 0) throw new UserError(broken.map(({ stack }) => `the stack ${stack} can't be rendered`));
}
