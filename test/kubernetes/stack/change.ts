import { expect, it } from "vitest";
import { waitUntil } from "../../../cli/lib/shell";
import type { Story } from "../stack.test";

const alert = "LlmApiErrorsHigh";

/** A kubelet looks after a pod's files once a minute, and some more. */
const longestSeconds = 100;

export function changeTests(story: () => Story): void {
  it("is shown by preview as that alert and that number, and nothing else", async () => {
    const { stack, settings } = story();
    story().settings = { ...settings, alerts: { [alert]: { threshold: 2 } } };
    stack.configure(story().settings);
    const before = await stack.started();
    const { code, stdout } = await stack.run("preview");
    expect(code).toBe(0);
    const changes = stdout.split("\n").filter((line) => line.includes(alert));
    expect(changes).toHaveLength(2);
    expect(changes[0]).toContain("annotations.threshold: > 3 → > 2");
    expect(changes[1]).toContain("stack:llm_api_error:increase1h > 3 → stack:llm_api_error:increase1h > 2");
    expect(await stack.started()).toEqual(before);
  });

  it("is in force without a restart", async () => {
    const { stack } = story();
    const [before, since] = [await stack.started(), Date.now()];
    await stack.up();
    const prometheus = await stack.prometheus();
    const inForce = async () => {
      const rules = (await prometheus.rules()).flatMap((group) => group.rules as { name: string }[]);
      return JSON.stringify(rules.find(({ name }) => name === alert)).includes("increase1h > 2");
    };
    expect(await waitUntil(inForce, longestSeconds * 1000, 500)).toBe(true);
    console.log(`the new threshold was in force ${((Date.now() - since) / 1000).toFixed(1)} s after \`up\` was called`);
    expect(await stack.started()).toEqual(before);
  });
}
