import { describe, expect, it } from "vitest";
import { priceFaults, priceOf, priceTable, unpricedFaults } from "../../signals/spend/prices";

const { version, currency, tokens, prices } = priceTable;

describe("the price table", () => {
  it("says of what, in which money and of when it is", () => {
    expect(version).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(currency).toBe("USD");
    expect(tokens).toBe(1_000_000);
  });

  it("has each model once, in alphabetical order", () => {
    const models = prices.map(({ model }) => model);
    expect(models).toEqual([...new Set(models)].sort());
  });

  it.each(prices.map((price) => [price.model, price] as const))("has a sensible price of %s", (_model, price) => {
    const { inputUsd, outputUsd, cachedInputUsd = inputUsd, since, source } = price;
    expect(inputUsd).toBeGreaterThan(0);
    // Models that make embeddings put nothing out that is paid for; all others charge more for it.
    if (outputUsd !== 0) expect(outputUsd).toBeGreaterThan(inputUsd);
    expect(cachedInputUsd).toBeGreaterThan(0);
    expect(cachedInputUsd).toBeLessThanOrEqual(inputUsd);
    expect(since).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
    expect(since <= version).toBe(true);
    expect(source).toMatch(/^https:\/\//);
  });

  it("has the models that the applications name or plausibly use", () => {
    const used = ["gpt-4", "gpt-4o", "gpt-4o-mini", "gpt-4-turbo", "gpt-3.5-turbo", "text-embedding-3-small"];
    expect(unpricedFaults([...used, "text-embedding-3-large", "claude-3-5-sonnet"])).toEqual([]);
  });
});

describe("a model's price", () => {
  it("is the listed one", () => {
    expect(priceOf("gpt-4o")).toMatchObject({ inputUsd: 2.5, outputUsd: 10, cachedInputUsd: 1.25 });
  });

  it("is the stack's where it has one", () => {
    const own = { "gpt-4o": { inputUsd: 2, outputUsd: 8 }, llama: { inputUsd: 0, outputUsd: 0 } };
    expect(priceOf("gpt-4o", own)).toEqual({ inputUsd: 2, outputUsd: 8 });
    expect(priceOf("llama", own)).toEqual({ inputUsd: 0, outputUsd: 0 });
  });

  it.each(["toString", "gpt-4o-2024-05-13"])("isn't guessed: %s", (model) => {
    expect(priceOf(model)).toBeUndefined();
  });

  it("is missed with the nearest name, the stack's own ones among them", () => {
    expect(unpricedFaults(["gpt4o", "our-modl", "gpt-4"], { "our-model": { inputUsd: 1, outputUsd: 1 } })).toEqual([
      'model "gpt4o" has no price; did you mean "gpt-4o"?; set one with sightline:llm, prices',
      'model "our-modl" has no price; did you mean "our-model"?; set one with sightline:llm, prices',
    ]);
  });

  it.each([-1, NaN, Infinity])("can't be %d", (inputUsd) => {
    expect(priceFaults({ "gpt-4o": { inputUsd, outputUsd: 1 } })).toEqual([
      `llm.prices.gpt-4o.inputUsd: ${inputUsd} isn't a price in US dollars, 0 or more`,
    ]);
  });

  it("may leave the cache out", () => {
    expect(priceFaults({ local: { inputUsd: 0, outputUsd: 0, cachedInputUsd: undefined } })).toEqual([]);
  });
});
