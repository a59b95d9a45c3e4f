import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

interface Picture {
  readonly file: string;
  readonly bytes: Buffer;
}

const load = createRequire(__filename);
const comment = load("../../.github/comment.cjs") as (workflow: object) => Promise<void>;
const { cleaned, read } = load("../../.github/pictures.cjs") as {
  cleaned: (bytes: Buffer) => Buffer | undefined;
  read: (folder: string, info?: (text: string) => void) => Picture[];
};

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function png(width = 1, height = 1, extra: readonly Buffer[] = []): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size[8] = 8;
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  const pixels = chunk("IDAT", deflateSync(Buffer.alloc(2)));
  return Buffer.concat([signature, chunk("IHDR", size), ...extra, pixels, chunk("IEND", Buffer.alloc(0))]);
}

const folder = mkdtempSync(join(tmpdir(), "sightline-pictures-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a picture of a pull request", () => {
  it("is taken when it's a PNG, without what else is in it", () => {
    const plain = png();
    expect(cleaned(plain)).toEqual(plain);
    const script = chunk("tEXt", Buffer.from("<script>alert(1)</script>"));
    expect(cleaned(png(1, 1, [script]))).toEqual(plain);
    expect(cleaned(Buffer.concat([plain, Buffer.from("PK\u0003\u0004 an archive")]))).toEqual(plain);
  });

  it("isn't when it only looks like one, or is too large", () => {
    const broken = png();
    broken[20]! ^= 1;
    const parts = [
      Buffer.from("<svg/>"),
      Buffer.alloc(0),
      broken,
      png().subarray(0, 40),
      png(100_000, 100_000),
      png(0, 1),
    ];
    for (const bytes of parts) expect(cleaned(bytes)).toBeUndefined();
    const long = png();
    long.writeUInt32BE(0xffffffff, 8);
    expect(cleaned(long)).toBeUndefined();
  });

  it("is read from a folder by a name of ours only, no link followed, twenty at most", () => {
    const pictures = join(folder, "pictures");
    mkdirSync(pictures);
    for (const name of ["dev-shop.png", "x](evil).png", "dev-shop.html", ".png"])
      writeFileSync(join(pictures, name), png());
    writeFileSync(join(pictures, "dev-text.png"), "no");
    symlinkSync("/proc/self/environ", join(pictures, "dev-link.png"));
    const said: string[] = [];
    expect(read(pictures, (text) => said.push(text)).map(({ file }) => file)).toEqual(["dev-shop.png"]);
    expect(said).toHaveLength(5);
    symlinkSync(pictures, join(folder, "link"));
    expect(read(join(folder, "link"))).toEqual([]);
    expect(read(join(folder, "none"))).toEqual([]);
    const many = join(folder, "many");
    mkdirSync(many);
    for (let i = 0; i < 25; i++) writeFileSync(join(many, `dev-d${i}.png`), png());
    expect(read(many)).toHaveLength(20);
  });
});

describe("the comment with pictures", () => {
  const run = { head_sha: "abc", head_branch: "b", head_repository: { owner: { login: "fork" } }, html_url: "u" };
  const context = { repo: { owner: "o", repo: "r" }, serverUrl: "https://gh", payload: { workflow_run: run } };
  const pull = { number: 7, head: { sha: "abc" } };

  async function post(refs: readonly string[], refuse = false) {
    const place = mkdtempSync(join(folder, "run-"));
    mkdirSync(join(place, "pictures"));
    writeFileSync(join(place, "preview.txt"), "# Stack dev\n");
    writeFileSync(join(place, "pictures", "dev-shop.png"), png());
    const calls: [string, Record<string, unknown>][] = [];
    const said: string[] = [];
    const does =
      (name: string, sha = name) =>
      (args: Record<string, unknown>) => {
        if (refuse && name === "createBlob") throw new Error("Resource not accessible by integration");
        calls.push([name, args]);
        return Promise.resolve({ data: { sha } });
      };
    const matching = ({ ref }: { ref: string }) =>
      refs.map((name) => ({ ref: name })).filter((each) => each.ref.startsWith(`refs/${ref}`));
    const list = Object.assign((args: { ref: string }) => Promise.resolve({ data: matching(args) }), {
      plain: matching,
    });
    const github = {
      paginate: (of: ((args: object) => unknown) & { plain?: (args: object) => unknown }, args: object) =>
        Promise.resolve((of.plain ?? of)(args)),
      rest: {
        git: {
          createBlob: does("createBlob"),
          createTree: does("createTree"),
          createCommit: does("createCommit", "c0ffee"),
          createRef: does("createRef"),
          updateRef: does("updateRef"),
          deleteRef: does("deleteRef"),
          listMatchingRefs: list,
        },
        pulls: { list: () => [pull] },
        issues: { listComments: () => [], createComment: does("createComment") },
      },
    };
    const core = { info: (text: string) => said.push(text) };
    await comment({ github, context, core, file: join(place, "preview.txt") });
    return { calls, said, body: String(calls.at(-1)?.[1]["body"]) };
  }

  it("shows them from a branch of the pull request's own, by the commit", async () => {
    const { calls, body } = await post([]);
    expect(calls.map(([name]) => name)).toEqual([
      "createBlob",
      "createTree",
      "createCommit",
      "createRef",
      "createComment",
    ]);
    expect(calls[2]![1]).toMatchObject({ parents: [], tree: "createTree" });
    expect(calls[3]![1]).toEqual({ owner: "o", repo: "r", ref: "refs/heads/sightline-pictures/7", sha: "c0ffee" });
    expect(body).toContain("![dev-shop.png](https://gh/o/r/blob/c0ffee/dev-shop.png?raw=true)");
    expect(body).toContain("(u#artifacts)");
  });

  it("replaces those of before, and takes away those of closed pull requests", async () => {
    const branches = ["7", "70", "3", "x"].map((name) => `refs/heads/sightline-pictures/${name}`);
    const { calls } = await post(branches);
    expect(calls.filter(([name]) => name === "deleteRef").map(([, { ref }]) => ref)).toEqual([
      "heads/sightline-pictures/70",
      "heads/sightline-pictures/3",
    ]);
    expect(calls.find(([name]) => name === "updateRef")?.[1]).toMatchObject({
      ref: "heads/sightline-pictures/7",
      force: true,
    });
    expect(calls.some(([name]) => name === "createRef")).toBe(false);
  });

  it("names the artefact where it mayn't write them", async () => {
    const { body, said } = await post([], true);
    expect(said[0]).toMatch(/can't be put on a branch: Resource not accessible/);
    expect(body).toContain("pictures `dev-shop.png` in the [artefact `preview`](u#artifacts)");
    expect(body).not.toContain("![");
  });
});
