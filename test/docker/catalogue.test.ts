import { beforeAll, describe, expect, it } from "vitest";
import { catalogues, syntheticSeries, type Catalogue, type CatalogueName } from "../../signals/catalogue";
import { collectCatalogues } from "../catalogues/collect";
import { maybeEmpty, tolerated } from "../catalogues/tolerated";

/** Is what the checks rely on still what the real programs emit? If not: `npx tsx test/catalogues.ts`. */
describe("catalogues", () => {
  let fresh: Record<CatalogueName, Catalogue>;

  beforeAll(async () => {
    fresh = await collectCatalogues();
  }, 300_000);

  it.each(Object.keys(catalogues) as CatalogueName[])("%s emits all of them, with their labels", (name) => {
    const missing = Object.entries(catalogues[name].metrics).flatMap(([metric, { type, labels }]) => {
      if (tolerated(metric)) return [];
      const now = fresh[name].metrics[metric];
      if (now === undefined) return [`${metric} is gone`];
      if (now.type !== type) return [`${metric} was a ${type} and is a ${now.type}`];
      const lost = labels.filter((label) => !now.labels.includes(label) && !maybeEmpty(label));
      return lost.map((label) => `${metric} lost the label ${label}`);
    });
    expect(missing).toEqual([]);
  });

  it("knows what Prometheus makes itself", () => {
    const names = Object.values(fresh).flatMap(({ metrics }) => Object.keys(metrics));
    expect(names.filter((name) => name.startsWith("scrape_") || name in syntheticSeries)).toEqual([]);
  });
});
