import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asMarkdown, asText, changesBetween } from "../../cli/lib/changes";
import { previewPullRequest } from "../../cli/lib/pull-request";
import { pullRequestMarkdown } from "../../cli/lib/pull-request-page";
import { attempt } from "../../cli/lib/shell";
import { projectCopy } from "../lib/repository";

const project = resolve(__dirname, "../..");
const comment = createRequire(__filename)("../../.github/comment.cjs") as {
  (workflow: object): Promise<void>;
  body: (text: string, about: { url: string; sha: string }) => string;
};

/** What stands outside of code blocks, as CommonMark sees them. */
function outsideOfCode(markdown: string): string {
  const outside: string[] = [];
  let fence = 0;
  for (const line of markdown.split("\n")) {
    const run = /^ {0,3}(`{3,})(.*)$/.exec(line);
    if (fence === 0 && run) fence = run[1]!.length;
    else if (fence > 0 && run && run[1]!.length >= fence && run[2]!.trim() === "") fence = 0;
    else if (fence === 0) outside.push(line);
  }
  expect(fence).toBe(0);
  return outside.join("\n");
}

describe("a pull request of a repository", () => {
  const copy = projectCopy();
  const { path: repository, git, commit, edit } = copy;
  let base: string;

  beforeAll(async () => {
    await copy.fill();
    base = await commit();
  });
  afterAll(() => copy.remove());

  it("shows a changed threshold as that alert, that number and where it is drawn, and nothing else", async () => {
    edit("Pulumi.dev.yaml", (text) => `${text}  sightline:alerts:\n    LlmApiErrorsHigh: { threshold: 17 }\n`);
    const head = await commit();
    // What the workflow runs.
    const out = join(repository, "preview");
    const command = ["--require", "tsx/cjs", "cli/main.ts", "pull-request", "--base", "HEAD^1", "--out", out];
    const { code, stdout, stderr } = await attempt(process.execPath, command, { cwd: repository });
    expect(code, stderr).toBe(0);
    const markdown = readFileSync(join(out, "preview.md"), "utf8");
    expect(stdout.trim()).toBe(markdown.trim());
    expect(markdown).toContain(`of ${base.slice(0, 10)} and of ${head.slice(0, 10)},`);
    expect(readFileSync(join(out, "preview.txt"), "utf8")).toMatch(
      /^# Stack dev\n(~ .*panel LLM errors.*\n)+(~ .*LlmApiErrorsHigh.*\n){2}\n# Stack k8s\nNo change\.\n$/,
    );
    rmSync(out, { recursive: true });
    const lines = markdown.split("\n").filter((line) => /^[-+!] /.test(line));
    expect(lines.filter((line) => line.includes("axisSoftMax"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("thresholds.steps.1.value: 3 → 17"))).toHaveLength(2);
    expect(lines).toHaveLength(5);
    // What the messages say, and what is asked.
    expect(lines[3]).toMatch(
      /^! .*pharmacy-errors\.yaml {2}alert LlmApiErrorsHigh {2}annotations\.threshold: > 3 → > 17$/,
    );
    expect(lines[4]).toMatch(/^! .*pharmacy-errors\.yaml {2}alert LlmApiErrorsHigh {2}expr: .*> 3 → .*> 17$/);
    expect(markdown).toContain("### Stack `dev`: 5 changes\n");
    // Nothing is left behind in the repository.
    expect(await git("status", "--porcelain", "--ignored", "--", "Pulumi.dev.yaml", "cli")).toBe("");
    expect((await git("worktree", "list")).split("\n")).toHaveLength(1);
  });

  it("renders each side by its own code, a new stack too, and can't be broken out of", async () => {
    edit("workloads/pharmacy-care-plan/thresholds.ts", (text) =>
      text.replace("GENERATE_API_SECONDS = 3", "GENERATE_API_SECONDS = 4"),
    );
    edit("workloads/pharmacy-care-plan/business.ts", (text) =>
      text.replace(
        'summary: "{{ $value }} care plans',
        'summary: "\\n```\\n# <img src=x onerror=alert(1)> @team \\u202e {{ $value }} care plans',
      ),
    );
    cpSync(join(repository, "Pulumi.dev.yaml"), join(repository, "Pulumi.other.yaml"));
    writeFileSync(join(repository, "Pulumi.` <b>.yaml"), "config: {}\n");
    const markdown = pullRequestMarkdown(await previewPullRequest(base, await commit(), repository));
    expect(markdown).toMatch(/alert \w+ {2}expr: .*> 3.* → .*> 4/);
    expect(markdown).toMatch(/^\+ compose\.yaml$/m);
    expect(markdown).toContain("### Stack `other (new)`");
    const outside = outsideOfCode(markdown);
    expect(outside).not.toMatch(/<|@team|\u202e/);
    expect(markdown).toContain("\\u{202e}");
  });

  it("says why a side can't be rendered, and that it failed", async () => {
    writeFileSync(join(repository, "Pulumi.other.yaml"), "config:\n  sightline:prots: {}\n");
    const preview = await previewPullRequest(base, await commit(), repository);
    const other = preview.stacks.find(({ stack }) => stack === "other");
    expect(other).toMatchObject({ headFails: true });
    expect(other).not.toHaveProperty("changes");
    expect(other?.faults.join("\n")).toMatch(/sightline:prots isn't known.*ports/);
    expect(pullRequestMarkdown(preview)).toContain("### Stack `other`: can't be rendered");
  });

  it("refuses a revision that isn't a commit", async () => {
    await expect(previewPullRequest("nosuch", "HEAD", repository)).rejects.toThrow(/"nosuch" isn't a commit here/);
    await expect(previewPullRequest("--help", "HEAD", repository)).rejects.toThrow(/isn't a commit here/);
  });
});

describe("changes of contents", () => {
  const rules = (expr: string) =>
    new Map([["rules.yaml", `groups: [{name: g, rules: [{alert: A, expr: ${JSON.stringify(expr)}}]}]`]]);

  it("shows the number at the end of a long expression", () => {
    const long = `sum(${"rate(x_total[5m]) + ".repeat(20)}0)`;
    const text = asText(changesBetween(rules(`${long} > 10`), rules(`${long} > 12`)));
    expect(text).toMatch(/^~ rules\.yaml {2}alert A {2}expr: .*> 10 → .*> 12$/);
    expect(text.length).toBeLessThan(200);
  });

  it("says how many it doesn't show", () => {
    const many = (value: number) => new Map(Array.from({ length: 9 }, (_, i) => [`f${i}.yaml`, `a: ${value}`]));
    const markdown = asMarkdown("dev", changesBetween(many(1), many(2)), 5);
    expect(markdown).toContain("9 changes");
    expect(markdown.match(/^! /gm)).toHaveLength(5);
    expect(markdown).toContain("4 more aren't shown here.");
  });
});

describe("the workflows", () => {
  const folder = join(project, ".github", "workflows");
  const texts = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  type Workflow = {
    on: Record<string, unknown>;
    permissions: object;
    jobs: Record<string, { steps: { run?: string }[] }>;
  };
  const read = (name: string) => parse(texts.get(name)!) as Workflow;

  it("render with a token that can only read, and no secret", () => {
    const { on, permissions, jobs } = read("preview.yml");
    expect(Object.keys(on)).toEqual(["pull_request"]);
    expect(permissions).toEqual({ contents: "read" });
    expect(jobs["render"]).not.toHaveProperty("permissions");
    expect(JSON.stringify(jobs["render"])).not.toMatch(/secrets\.|github\.token|github\.event|github\.head_ref/);
    const scripts = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as { scripts: object };
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
    const used = commands.flatMap((text) => [...text.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map((m) => m[1]!));
    expect(used).toContain("pull-request");
    for (const name of used) expect(scripts.scripts).toHaveProperty(name);
  });

  it("never run a pull request's code with a right to write", () => {
    for (const [name, text] of texts) expect(text, name).not.toContain("pull_request_target");
    const comment = JSON.stringify(read("preview-comment.yml").jobs);
    expect(comment).toContain('"ref":"${{ github.event.repository.default_branch }}"');
    expect(comment).not.toMatch(/npm |head_sha|head_branch|secrets\./);
  });

  it("pin each action by its major version, with a word on it", () => {
    for (const [name, text] of texts) {
      const uses = text.split("\n").filter((line) => line.includes("uses:"));
      expect(uses.length, name).toBeGreaterThan(0);
      for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@v\d+ # v\d+: \S/);
    }
  });
});

describe("the comment on a pull request", () => {
  const about = { url: "https://github.example/run/1", sha: "0123456789abcdef" };

  it("keeps any text in its code block", () => {
    const hostile = "~ a\n```\n<img src=x>\n````\n@everyone [x](http://x.example)\n~~~\n`````";
    const text = comment.body(hostile, about);
    expect(outsideOfCode(text)).not.toMatch(/<img|@everyone|x\.example/);
    expect(text).toContain("\n! a\n");
  });

  it("goes to the pull request that GitHub names, from a fork too, and replaces the one before", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sightline-comment-"));
    const calls: object[] = [];
    const github = {
      paginate: (list: (args: object) => unknown, args: object) => Promise.resolve(list(args)),
      rest: {
        pulls: {
          list: (args: object) => (
            calls.push(args),
            [
              { number: 4, head: { sha: "other" } },
              { number: 7, head: { sha: "abc" } },
            ]
          ),
        },
        git: { listMatchingRefs: () => [] },
        issues: {
          listComments: () => [
            { id: 1, user: { type: "User" }, body: "<!-- sightline-preview -->" },
            { id: 9, user: { type: "Bot" }, body: "<!-- sightline-preview -->\nold" },
          ],
          updateComment: (args: object) => calls.push(args),
        },
      },
    };
    const run = { head_sha: "abc", head_branch: "b", head_repository: { owner: { login: "fork" } }, html_url: "u" };
    const context = { repo: { owner: "o", repo: "r" }, payload: { workflow_run: run } };
    const said: string[] = [];
    const post = (file: string) =>
      comment({ github, context, core: { info: (text: string) => said.push(text) }, file });
    try {
      writeFileSync(join(folder, "preview.txt"), "# Stack dev\n~ a\n");
      await post(join(folder, "preview.txt"));
      expect(calls).toEqual([
        { owner: "o", repo: "r", state: "open", head: "fork:b" },
        { owner: "o", repo: "r", comment_id: 9, body: expect.stringContaining("! a") as string },
      ]);
      // A link could lead to what only this workflow may read.
      symlinkSync("/proc/self/environ", join(folder, "link.txt"));
      await post(join(folder, "link.txt"));
      expect(said).toEqual(["there is no preview"]);
      expect(calls).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("stays below what GitHub takes", () => {
    expect(comment.body("`".repeat(5) + "x".repeat(200_000), about).length).toBeLessThan(65_536);
    expect(comment.body("`".repeat(200_000), about).length).toBeLessThan(65_536);
  });
});
