import { expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { testRules } from "../lib/rules";
import { needsPromtool } from "../lib/needs";

needsPromtool();

it("the alerts of the guide's example, found by its path, do as their proofs say", () => {
  const { settings, workload } = readSettings("docs", { "sightline:workload": "./examples/shop/index.ts" });
  const { rules } = stackSignals(settings, workload).specs;
  const own = rules.filter(({ name }) => !name.startsWith("sightline-"));
  const alerts = own.flatMap((group) => group.alerts ?? []).map(({ name }) => name);
  // Those of its service level objective are made.
  expect(alerts).toContain("MailsFail");
  expect(alerts.length).toBeGreaterThan(1);
  const { ok, output } = testRules(own, workload.metrics);
  expect(ok, output).toBe(true);
});
