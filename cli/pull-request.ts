import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../signals/errors";
import { options } from "./lib/args";
import { print } from "./lib/console";
import { drawPullRequest } from "./lib/pull-request-drawing";
import { pullRequestMarkdown, pullRequestText } from "./lib/pull-request-page";
import { previewPullRequest } from "./lib/pull-request";

/**
 * What a pull request changes in every stack: `render` of both commits, each by its own code, and the difference as
 * Markdown. Needs git and nothing else: no engine, no account, no secret. With --out also as plain text, in a folder.
 * With --pictures, that folder also has the changed dashboards before and after, which takes a browser and Docker.
 */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    base: { type: "string" },
    head: { type: "string", default: "HEAD" },
    out: { type: "string" },
    pictures: { type: "boolean", default: false },
    "no-install": { type: "boolean", default: false },
  });
  const { base, head, out } = parsed;
  const faults = [
    ...(base === undefined ? ["--base was expected: the commit to compare with"] : []),
    ...(parsed.pictures && out === undefined ? ["--pictures: --out was expected, the folder for them"] : []),
  ];
  if (base === undefined || faults.length > 0) throw new UserError(faults);
  const preview = await previewPullRequest(base, head);
  const drawn = parsed.pictures ? await drawPullRequest(preview, out!, !parsed["no-install"]) : undefined;
  const markdown = pullRequestMarkdown(preview, drawn?.markdown);
  print(markdown);
  if (out !== undefined) {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, "preview.md"), markdown);
    writeFileSync(join(out, "preview.txt"), pullRequestText(preview, drawn?.text));
  }
  const broken = preview.stacks.filter(({ headFails }) => headFails);
  const unrendered = broken.map(({ stack }) => `the stack ${stack} can't be rendered`);
  const all = [...unrendered, ...(drawn?.faults ?? [])];
  if (all.length > 0) throw new UserError(all);
}
