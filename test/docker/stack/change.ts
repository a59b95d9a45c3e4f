import { expect, it } from "vitest";
import { waitUntil } from "../../../cli/lib/shell";
import type { Story } from "../stack.test";

const alert = "LlmApiErrorsHigh";

export function changeTests(story: () => Story): void {
  it("is shown by preview as that alert, that number and where it is drawn, and nothing else", async () => {
    const { stack, settings } = story();
    story().settings = { ...settings, alerts: { ...(settings["alerts"] as object), [alert]: { threshold: 2 } } };
    stack.configure(story().settings);
    const before = await stack.started();
    const { code, stdout } = await stack.run("preview");
    expect(code).toBe(0);
    const drawn = "~ files/viewer/dashboards/pharmacy-care-plan.json  panel LLM errors";
    expect(stdout.trim().split("\n")).toEqual([
      `~ files/prometheus/rules/pharmacy-errors.yaml  alert ${alert}  annotations.threshold: > 3 → > 2`,
      `~ files/prometheus/rules/pharmacy-errors.yaml  alert ${alert}  expr: stack:llm_api_error:increase1h > 3 → stack:llm_api_error:increase1h > 2`,
      `${drawn}, last hour  fieldConfig.defaults.thresholds.steps.1.value: 3 → 2`,
      `${drawn} of the last hour  fieldConfig.defaults.custom.axisSoftMax: 3 → 2`,
      `${drawn} of the last hour  fieldConfig.defaults.thresholds.steps.1.value: 3 → 2`,
    ]);
    expect(await stack.started()).toEqual(before);
  });

  it("is applied without restarting anything and without losing a scrape", async () => {
    const { stack } = story();
    const [before, since] = [await stack.started(), Date.now()];
    await stack.up();
    expect(await stack.started()).toEqual(before);

    const inForce = async () => {
      const rules = (await stack.prometheus.rules()).flatMap((group) => group.rules as { name: string }[]);
      return JSON.stringify(rules.find(({ name }) => name === alert)).includes("increase1h > 2");
    };
    expect(await waitUntil(inForce, 20_000)).toBe(true);
    console.log(`the new threshold was in force ${((Date.now() - since) / 1000).toFixed(1)} s after \`up\` was called`);

    expect(await stack.lostScrapes(since)).toEqual([]);
  });
}
