import { bodyTemplates } from "./body";
import { html, plain, slack, teams, telegram } from "./format";
import { define, include } from "./go";
import { urlTemplates } from "./links";
import { pagingTemplates } from "./paging";
import { titleTemplates } from "./title";

/** The file with all templates of Sightline's. A user's own must be read after it, to be able to replace some. */
export const messageFile = "sightline.tmpl";

/**
 * What Sightline's messages say, as Alertmanager's templates: file name to text. Every one is named `sightline.…`.
 *
 * Of each format there's a text below the title. Alertmanager reads them twice, as text and as HTML; which of the two
 * writes a message is up to the receiver. Nothing in an alert can break one: texts are cut and escaped.
 */
export const messageTemplates: Readonly<Record<string, string>> = {
  [messageFile]: [
    titleTemplates,
    urlTemplates,
    ...[plain, slack, teams, telegram, html].map(bodyTemplates),
    pagingTemplates,
    define("text", include("plain.text")),
    define("telegram", `<b>${include("chat.title")}</b>`, String.raw`{{- "\n" -}}`, include("telegram.text")),
    define("html", mail()),
  ].join("\n"),
};

/** Readable on a phone, and where nothing but the plainest HTML is shown. */
function mail(): string {
  const card = "max-width:640px;margin:0 auto;padding:16px 20px;background:#fff;border-left:6px solid;border-color:";
  return [
    "<!DOCTYPE html>",
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    '<body style="margin:0;padding:16px;background:#f6f8fa;font:15px/1.5 Helvetica,Arial,sans-serif;color:#1f2328">',
    `<div style="${card}${include("slack.color")}">`,
    `<div style="font-size:18px;font-weight:bold;margin-bottom:8px">${include("chat.title")}</div>`,
    include("mail.text"),
    "</div></body></html>",
  ].join("\n");
}
