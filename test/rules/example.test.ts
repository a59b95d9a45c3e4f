import { expect, it } from "vitest";
import { shop } from "../../examples/shop";
import { promtoolMissing } from "../lib/promtool";
import { testRules } from "../lib/rules";

it.skipIf(promtoolMissing)("the alerts of the README's example do as their proofs say", () => {
  const { ok, output } = testRules(shop.rules);
  expect(ok, output).toBe(true);
});
