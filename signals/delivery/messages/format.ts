/** In what a message is written. The words are the same in all of them (`messages/body.ts`). */
export interface Format {
  readonly name: string;
  /** Go code that begins a new line, and a new entry of a list. */
  readonly line: string;
  readonly entry: string;
  readonly bold: readonly [string, string];
  /** Ends a pipeline: makes any text harmless in this format. Empty where Alertmanager itself does it. */
  readonly escape: string;
  /** A link to an URL, which Go code has. */
  readonly link: (url: string, label: string) => string;
  /** Whether each alert of several has a link to its panel, where they don't share one. */
  readonly panels: boolean;
  /** Go code between two links. */
  readonly between: string;
  /** Where the links stand: at the end, but where the receiver folds a text, in the second line. */
  readonly linksAt: "second line" | "end";
  /** At most so many alerts that fire, and that are over, are listed. */
  readonly listed: readonly [firing: number, over: number];
  /** At most so many characters of a description, and of one alert in a list. */
  readonly characters: { readonly description: number; readonly summary: number; readonly labels: number };
  /** At most so many characters of URLs, with one alert and with several. What is beyond is left out, the source first. */
  readonly urls: readonly [one: number, several: number];
}

/** Of those that have a limit: 4096 characters in Telegram, where a longer message isn't sent at all. */
const chat = {
  panels: false,
  linksAt: "end",
  listed: [7, 3],
  characters: { description: 350, summary: 80, labels: 50 },
  urls: [2000, 750],
} as const;

const newline = String.raw`{{- "\n" -}}`;
const anchor = (url: string, label: string) => `<a href="{{ ${url} }}">${label}</a>`;

/** For mails' text, and for Opsgenie, which takes 15000 characters. */
export const plain: Format = {
  name: "plain",
  line: newline,
  entry: String.raw`{{- "\n- " -}}`,
  bold: ["", ""],
  escape: "",
  link: (url, label) => `{{- "${label}: " -}}{{- ${url} -}}`,
  panels: false,
  between: newline,
  linksAt: "end",
  listed: [10, 5],
  characters: { description: 2000, summary: 160, labels: 160 },
  urls: [6000, 6000],
};

/**
 * Slack's mrkdwn: just these three characters have to be written differently. Slack folds an attachment's text from 700
 * characters or 5 line breaks on behind "Show more" (its reference of legacy attachments, field `text`), and links that
 * have to be looked for aren't followed at night.
 */
export const slack: Format = {
  ...chat,
  name: "slack",
  line: newline,
  entry: String.raw`{{- "\n• " -}}`,
  bold: ["*", "*"],
  escape: ' | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;"',
  link: (url, label) => `{{- "<" -}}{{- ${url} -}}{{- "|${label}>" -}}`,
  between: '{{- " · " -}}',
  linksAt: "second line",
};

/** The part of Markdown that adaptive cards know. An empty line begins a line. What looks like a link is broken up. */
export const teams: Format = {
  ...chat,
  name: "teams",
  line: String.raw`{{- "\n\n" -}}`,
  entry: String.raw`{{- "\n\n• " -}}`,
  bold: ["**", "**"],
  escape: String.raw` | reReplaceAll "\\]\\(" "] ("`,
  link: (url, label) => `{{- "[${label}](" -}}{{- ${url} -}}{{- ")" -}}`,
  between: '{{- " · " -}}',
};

/** Telegram's HTML, which has no `<br>`. */
export const telegram: Format = {
  ...chat,
  name: "telegram",
  line: newline,
  entry: String.raw`{{- "\n• " -}}`,
  bold: ["<b>", "</b>"],
  escape: "",
  link: anchor,
  between: '{{- " · " -}}',
};

/** The mail that most people see. */
export const html: Format = {
  name: "mail",
  line: "<br>",
  entry: '<br>{{- "• " -}}',
  bold: ["<b>", "</b>"],
  escape: "",
  link: anchor,
  panels: true,
  between: '{{- " · " -}}',
  linksAt: "end",
  listed: [10, 5],
  characters: { description: 2000, summary: 160, labels: 160 },
  urls: [20_000, 20_000],
};
