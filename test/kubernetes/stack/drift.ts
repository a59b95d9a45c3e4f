import { expect, it } from "vitest";
import type { Story } from "../stack.test";

export function driftTests(story: () => Story): void {
  it("is found and put right by the next up", async () => {
    const { stack } = story();
    const where = ["-n", stack.namespace];
    const open = '[{"op":"replace","path":"/spec/ingress","value":[{}]}]';
    await stack.kubectl(...where, "patch", "networkpolicy", "postgres", "--type=json", `--patch=${open}`);
    await stack.kubectl(...where, "delete", "poddisruptionbudget", "app");
    const { stderr } = await stack.up();
    expect(stderr).not.toContain("Nothing to change");
    const policy = await stack.json<{ spec: { ingress: object[] } }>(...where, "get", "networkpolicy", "postgres");
    expect(policy.spec.ingress).not.toContainEqual({});
    await stack.kubectl(...where, "get", "poddisruptionbudget", "app");
  });
}
