import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { documentsPage } from "../../cli/lib/pages/documents";
import { projectFolder } from "../../cli/lib/stack-config";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { seriesNames } from "../../signals/metrics";
import type { DocumentItem } from "../../signals/document";
import { workloads } from "../../workloads";
import { documents } from "../../workloads/documents";

const told = ({ kind, item }: DocumentItem) => `${kind}: ${item}`;

/** The name that is told: `a_total`, or in more words, `metric a_total, by label`, `a_total (every minute)`. */
function placesOf({ kind, here = "" }: DocumentItem): string[] {
  const bare = here.replace(new RegExp(`^${kind} `), "");
  return [bare, bare.replace(/(?:, | \().*$/, "")];
}

describe.each(Object.values(workloads))("the document of $title", (workload) => {
  const items = documents[workload.name] ?? [];
  const { settings } = readSettings("docs", { "sightline:workload": workload.name });
  const { rules, dashboards } = stackSignals(settings, workload).specs;
  const recordings = rules.flatMap((group) => group.recordings ?? []).map(({ record }) => record);
  const alerts = rules.flatMap((group) => group.alerts ?? []).map(({ name }) => name);
  const rows = dashboards.flatMap((dashboard) => dashboard.rows);
  const shown = rows.flatMap((row) => [row.title, ...row.panels.map(({ title }) => title)]);

  /** What there is of each kind whose place has a name. */
  const names: Partial<Record<DocumentItem["kind"], ReadonlySet<string>>> = {
    metric: new Set([
      ...workload.metrics.flatMap(seriesNames),
      ...recordings,
      // What exporters of the stack emit.
      ...Object.values(workload.documentMetrics),
    ]),
    alert: new Set(alerts),
    dashboard: new Set(dashboards.flatMap(({ uid, title }) => [uid, title])),
  };

  it("has a table", () => {
    expect(items.length).toBeGreaterThan(20);
  });

  it("is told line by line: each is here, or says why not", () => {
    expect(items.filter(({ here, note }) => here === undefined && !note?.trim()).map(told)).toEqual([]);
    expect(items.filter((one, i) => items.findIndex((other) => told(other) === told(one)) !== i).map(told)).toEqual([]);
  });

  it("names metrics, alerts and dashboards that are there", () => {
    const gone = items.filter(
      (item) => item.here !== undefined && !placesOf(item).some((at) => names[item.kind]?.has(at) ?? true),
    );
    expect(gone.map((item) => `${told(item)} → ${item.here}`)).toEqual([]);
  });

  it("names at least one panel or row that is there where it's about panels", () => {
    const drawn = items.filter(({ kind, here }) => kind === "panel" && here !== undefined);
    const gone = drawn.filter(({ here = "" }) => !shown.some((title) => here.includes(title)));
    expect(gone.map((item) => `${told(item)} → ${item.here}`)).toEqual([]);
  });

  it("cites tests that are there, and one for each metric, alert, dashboard and objective", () => {
    const missing = items.filter(({ test }) => test !== undefined && !existsSync(join(projectFolder, test)));
    expect(missing.map((item) => `${told(item)} → ${item.test}`)).toEqual([]);
    const proved = ["metric", "alert", "threshold", "dashboard", "slo"];
    const unproved = items.filter(({ kind, here, test }) => proved.includes(kind) && here !== undefined && !test);
    expect(unproved.map(told)).toEqual([]);
  });

  it("has all its metrics in the table", () => {
    const listed = new Set(items.filter(({ kind }) => kind === "metric").flatMap(placesOf));
    expect(Object.values(workload.documentMetrics).filter((name) => !listed.has(name))).toEqual([]);
  });
});

describe("the page of documents", () => {
  const items: DocumentItem[] = [
    { kind: "metric", item: "a_total", here: "a_total", test: "test/unit/documents.test.ts" },
    { kind: "other", item: 'rate(a_total{b=~"*"}[5m]) <x|y>', note: "never asked for" },
  ];

  it("counts what is here and what isn't", () => {
    const page = documentsPage([{ workload: { name: "shop", title: "Shop" }, items }]);
    expect(page).toContain("| [Shop](#shop) | 2 | 1 | 1 | 1 |");
    expect(page).toContain("| **all** | 2 | 1 | 1 | 1 |");
  });

  it("shows texts as they are", () => {
    const page = documentsPage([{ workload: { name: "shop", title: "Shop" }, items }]);
    expect(page).toContain("| metric | a_total | a_total | [unit/documents.test.ts](../test/unit/documents.test.ts) |");
    expect(page).toContain(
      '| other | rate(a_total{b=~"\\*"}\\[5m\\]) &lt;x\\|y> | **not here** |  | never asked for |',
    );
  });
});

describe("the pharmacy's ports", () => {
  it("are those of its document", () => {
    const { settings } = readSettings("docs", { "sightline:workload": "pharmacy-care-plan" });
    expect(settings.ports).toMatchObject({ app: 8000, grafana: 3000, prometheus: 9091, statsd: 9125 });
  });
});
