/** docs/documents.md: what each application's own document asks for, and what became of it. */
import type { DocumentItem } from "../../../signals/document";
import type { Workload } from "../../../signals/workload";
import { code, table } from "./markdown";

export interface Documented {
  readonly workload: Pick<Workload, "name" | "title">;
  readonly items: readonly DocumentItem[];
}

export function documentsPage(all: readonly Documented[]): string {
  return [
    "# What the applications' documents ask for",
    "<!-- Made from the items of each workload by `npm run docs`. Change them there. -->",
    "Each application that Sightline ships as a workload has a document of its own, which says how it wants to be " +
      "watched. Here is every metric, alert, threshold, dashboard, interval and setting that these documents name: " +
      "where it is in this project, and the test that proves it. What isn't here says why.",
    figures(all),
    ...all.flatMap(section),
    "",
  ].join("\n\n");
}

function figures(all: readonly Documented[]): string {
  const line = (name: string, items: readonly DocumentItem[]) => {
    const here = items.filter(isHere).length;
    return [name, ...[items.length, here, items.length - here, items.filter(({ test }) => test).length].map(String)];
  };
  return table(
    ["workload", "in all", "here", "not here, with the reason", "proved by a test"],
    [
      ...all.map(({ workload: { name, title }, items }) => line(`[${title}](#${name})`, items)),
      line(
        "**all**",
        all.flatMap(({ items }) => items),
      ),
    ],
  );
}

function section({ workload: { name, title }, items }: Documented): string[] {
  const rows = items.map((item) => [
    item.kind,
    plain(item.item),
    item.here === undefined ? "**not here**" : plain(item.here),
    item.test === undefined ? "" : `[${item.test.replace(/^test\//, "")}](../${item.test})`,
    plain(item.note ?? ""),
  ]);
  // The heading is the name, so that a link to it is the same whatever the title.
  return [
    `## ${name}`,
    `${title}, ${code(`sightline:workload: ${name}`)}.`,
    table(["kind", "what the document says", "where it is here", "test", "note"], rows),
  ];
}

function isHere({ here }: DocumentItem): boolean {
  return here !== undefined;
}

/** Texts, not Markdown: PromQL and paths have characters that mean something there. Within a word `_` means nothing. */
function plain(text: string): string {
  return text.replaceAll("<", "&lt;").replace(/[*[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\$&");
}
