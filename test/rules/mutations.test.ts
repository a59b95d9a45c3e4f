import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ruleSetNames } from "../lib/rule-sets";
import { mutationKinds, mutationTable, runMutations, type MutationResult } from "../mutations/run";
import { needsPromtool } from "../lib/needs";

const promtoolIsHere = needsPromtool();

const all: MutationResult[] = [];

describe.each(ruleSetNames)("%s", (name) => {
  let results: MutationResult[];
  beforeAll(() => {
    if (!promtoolIsHere) return;
    results = runMutations(name);
    all.push(...results);
  });

  it.each(mutationKinds)("is found out by the check or a proof: %s", (kind) => {
    expect(results.filter((result) => result.kind === kind).flatMap(({ escaped }) => escaped)).toEqual([]);
  });

  it("has no metric that no rule and no panel asks for", () => {
    const metrics = results.filter(({ kind }) => kind === "metric renamed");
    expect(metrics.flatMap(({ unasked }) => unasked)).toEqual([]);
  });
});

afterAll(() => {
  if (all.length > 0) console.log(`Mutations:\n${mutationTable(all)}`);
});
