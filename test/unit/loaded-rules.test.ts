import { expect, it } from "vitest";
import { runChecks } from "../../cli/lib/checks";
import type { RuleGroupState } from "../../cli/lib/prometheus-api";
import type { Site } from "../../cli/lib/site";
import type { Stack } from "../../cli/lib/stack";

it("verify names groups of rules that are missing, and those that are left of a former configuration", async () => {
  const group = (name: string): RuleGroupState => ({ name, interval: 15, rules: [] });
  const api = { rules: () => Promise.resolve([group("queues"), group("removed")]), configuredFor: () => 100 };
  const site = {
    running: ["containers", () => Promise.resolve({ found: "", faults: [] })],
    headers: {},
    prometheuses: () => Promise.resolve([{ api }]),
  } as unknown as Site;
  const signals = { ruleFiles: [{ name: "queues.yaml" }, { name: "llm.yaml" }] };
  const stack = { settings: { kubernetes: { shards: 1 } }, signals } as unknown as Stack;
  const [rules] = await runChecks({ stack, site, outputs: {} }, new Set(["rules"]));
  expect(rules).toMatchObject({
    faults: ["the group llm.yaml isn't loaded"],
    warnings: ["the group removed is loaded, and isn't of this stack's configuration (any more)"],
  });
});
