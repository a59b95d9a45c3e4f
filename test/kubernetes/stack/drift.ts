import { expect, it } from "vitest";
import type { Story } from "../stack.test";

export function driftTests(story: () => Story): void {
  it("is found and put right by the next up", async () => {
    const { stack } = story();
    const where = ["-n", stack.namespace];
    await stack.kubectl(
      ...where,
      "patch",
      "service",
      "app",
      "--type=merge",
      '--patch={"spec":{"sessionAffinity":"ClientIP"}}',
    );
    await stack.kubectl(...where, "delete", "poddisruptionbudget", "app");
    const { stderr } = await stack.up();
    expect(stderr).not.toContain("Nothing to change");
    const service = await stack.json<{ spec: { sessionAffinity: string } }>(...where, "get", "service", "app");
    expect(service.spec.sessionAffinity).toBe("None");
    await stack.kubectl(...where, "get", "poddisruptionbudget", "app");
  });
}
