// The pictures of a preview. They were made by a pull request's code, so they can be anything: only real PNGs of a
// bounded size and number are taken, and of them only what an image needs.
"use strict";
const { existsSync, lstatSync, readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { crc32 } = require("node:zlib");

const most = 20;
const mostBytes = 4 * 1024 * 1024;
const mostPixels = 40_000_000;
/** As `pull-request --pictures` names them: the stack and the dashboard's uid. */
const name = /^[a-z0-9][a-z0-9-]{0,29}-[\w-]{1,40}\.png$/;
const signature = Buffer.from("89504e470d0a1a0a", "hex");
/** Size, colours, transparency, pixels, end. Text, profiles and whatever else could hide in a PNG stay out. */
const kept = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

/** The PNG with nothing but its picture, or undefined when it isn't one. */
function cleaned(bytes) {
  if (!bytes.subarray(0, 8).equals(signature)) return undefined;
  const chunks = [];
  const types = [];
  for (let at = 8; at < bytes.length;) {
    if (at + 12 > bytes.length) return undefined;
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    types.push(bytes.toString("latin1", at + 4, at + 8));
    if (kept.has(types.at(-1))) chunks.push(bytes.subarray(at, end));
    at = end;
    if (types.at(-1) === "IEND") break;
  }
  if (types[0] !== "IHDR" || !types.includes("IDAT") || types.at(-1) !== "IEND") return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width === 0 || height === 0 || width * height > mostPixels) return undefined;
  return Buffer.concat([signature, ...chunks]);
}

/** What of a folder can be shown: name and bytes of each. A link could lead to what only this workflow may read. */
function read(folder, info = () => undefined) {
  if (!existsSync(folder) || !lstatSync(folder).isDirectory()) return [];
  const files = readdirSync(folder).sort();
  const pictures = files.slice(0, most).flatMap((file) => {
    const path = join(folder, file);
    const stat = lstatSync(path);
    const bytes = name.test(file) && stat.isFile() && stat.size <= mostBytes ? cleaned(readFileSync(path)) : undefined;
    if (bytes === undefined) info(`left out: ${JSON.stringify(file)}`);
    return bytes === undefined ? [] : [{ file, bytes }];
  });
  if (files.length > most) info(`left out: ${files.length - most} more`);
  return pictures;
}

const prefix = "heads/sightline-pictures/";

/**
 * Puts pictures on a branch of the pull request's own, `sightline-pictures/<number>`, whose one commit has no parent:
 * nothing of the repository's history, and no history of its own. Returns the URL of each.
 */
async function publish({ github, context, number, pictures }) {
  const { repo, serverUrl = "https://github.com" } = context;
  const { git } = github.rest;
  const tree = [];
  for (const { file, bytes } of pictures) {
    const { data } = await git.createBlob({ ...repo, content: bytes.toString("base64"), encoding: "base64" });
    tree.push({ path: file, mode: "100644", type: "blob", sha: data.sha });
  }
  const { sha: root } = (await git.createTree({ ...repo, tree })).data;
  const message = `Dashboards of pull request ${number}`;
  const { sha } = (await git.createCommit({ ...repo, message, tree: root, parents: [] })).data;
  const ref = `${prefix}${number}`;
  const { data: there } = await git.listMatchingRefs({ ...repo, ref });
  if (there.some((each) => each.ref === `refs/${ref}`)) await git.updateRef({ ...repo, ref, sha, force: true });
  else await git.createRef({ ...repo, ref: `refs/${ref}`, sha });
  // Named by commit: a branch's URL would show the picture of before for as long as GitHub's image cache likes.
  return pictures.map(({ file }) => ({
    file,
    url: `${serverUrl}/${repo.owner}/${repo.repo}/blob/${sha}/${file}?raw=true`,
  }));
}

/** Takes away the branches of pull requests that aren't open any more. */
async function tidy({ github, context: { repo } }) {
  const refs = await github.paginate(github.rest.git.listMatchingRefs, { ...repo, ref: prefix });
  if (refs.length === 0) return;
  const open = new Set(
    (await github.paginate(github.rest.pulls.list, { ...repo, state: "open" })).map((p) => p.number),
  );
  for (const { ref } of refs) {
    const [, number] = /^refs\/heads\/sightline-pictures\/(\d+)$/.exec(ref) ?? [];
    if (number === undefined || open.has(Number(number))) continue;
    await github.rest.git.deleteRef({ ...repo, ref: ref.slice("refs/".length) });
  }
}

module.exports = { cleaned, publish, read, tidy };
