// The comment of preview-comment.yml. The preview was written by a pull request's code, so it can be anything: it is
// read as text, and shown in a code block that it can't end. Its pictures are checked by pictures.cjs.
"use strict";
const { existsSync, lstatSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { publish, read, tidy } = require("./pictures.cjs");

const mark = "<!-- sightline-preview -->";
/** GitHub takes 65,536 characters; this leaves room for what stands around it. */
const longest = 55_000;

/** The comment's text. `pictures`: names, with URLs where they could be published. */
function body(text, { url, sha, pictures = [] }) {
  const start = text.length > longest ? `${text.slice(0, longest)}\n(cut here)` : text;
  // A fence must be longer than every run of backticks inside, and nobody needs long ones.
  const cut = start.replace(/`{9,}/g, "`".repeat(8));
  const fence = "`".repeat(9);
  const lines = cut.replace(/^~/gm, "!").trimEnd();
  const block = `${mark}\n**What ${sha.slice(0, 10)} changes** ([run](${url}))\n\n${fence}diff\n${lines}\n${fence}\n`;
  return pictures.length === 0 ? block : `${block}\n${gallery(pictures, url)}`;
}

/** Folded away: a dashboard is long. */
function gallery(pictures, run) {
  const artefact = `[artefact \`preview\`](${run}#artifacts)`;
  const names = pictures.map(({ file }) => `\`${file}\``).join(", ");
  if (pictures.some(({ url }) => url === undefined)) {
    return `**Dashboards, before and after**: pictures ${names} in the ${artefact}.\n`;
  }
  const shown = pictures.map(({ file, url }) => details(file, `![${file}](${url})`));
  return `**Dashboards, before and after**, also in the ${artefact}:\n\n${shown.join("\n")}`;
}

function details(summary, content) {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>\n`;
}

/** The pictures' URLs; where the workflow mayn't write them, just their names. */
async function published({ github, context, core, number, pictures }) {
  try {
    await tidy({ github, context });
    return pictures.length === 0 ? [] : await publish({ github, context, number, pictures });
  } catch (error) {
    core.info(`the pictures can't be put on a branch: ${error.message}`);
    return pictures.map(({ file }) => ({ file }));
  }
}

module.exports = async ({ github, context, core, file }) => {
  if (!existsSync(file) || !lstatSync(file).isFile()) return core.info("there is no preview");
  const { head_sha: sha, head_branch: branch, head_repository: from, html_url: url } = context.payload.workflow_run;
  // Asked of GitHub, not of the artefact: that could name another pull request.
  const open = { ...context.repo, state: "open", head: `${from.owner.login}:${branch}` };
  const pull = (await github.paginate(github.rest.pulls.list, open)).find(({ head }) => head.sha === sha);
  if (!pull) return core.info(`no open pull request is at ${sha}`);

  const found = read(join(dirname(file), "pictures"), core.info);
  const pictures = await published({ github, context, core, number: pull.number, pictures: found });
  const where = { ...context.repo, issue_number: pull.number };
  const comments = await github.paginate(github.rest.issues.listComments, where);
  const own = comments.find(({ user, body = "" }) => user?.type === "Bot" && body.startsWith(mark));
  const content = { ...context.repo, body: body(readFileSync(file, "utf8"), { url, sha, pictures }) };
  if (own) await github.rest.issues.updateComment({ ...content, comment_id: own.id });
  else await github.rest.issues.createComment({ ...content, issue_number: pull.number });
};
module.exports.body = body;
