import { expect, it } from "vitest";
import type { Story } from "../stack.test";
import type { ClusterStack } from "../lib/stack";

export function survivalTests(story: () => Story): void {
  it("outlives a pod that is killed at random, and one of Prometheus'", async () => {
    const { stack } = story();
    const pods = await stack.pods();
    const random = pods[Math.floor(Math.random() * pods.length)]!;
    for (const pod of [random, pods.find(({ role }) => role === "prometheus")!]) {
      const [time, before] = await stored(stack);
      await stack.kubectl("-n", pod.namespace, "delete", "pod", pod.name, "--grace-period=0", "--force");
      const { stdout } = await stack.up();
      expect(stdout, pod.name).not.toContain("FAILED");
      expect((await stored(stack, time))[1], pod.name).toBe(before);
    }
  });

  it("outlives down, which takes all else", async () => {
    const { stack } = story();
    const [time, before] = await stored(stack);
    expect((await stack.run("down")).code).toBe(0);
    const left = (await stack.leftovers()).map((line) => line.split("/")[0]);
    expect([...new Set(left)].sort()).toEqual(["namespace", "persistentvolumeclaim", "secret"]);
    expect(await stack.pods()).toEqual([]);
    await stack.up();
    expect((await stored(stack, time))[1]).toBe(before);
  });

  it("goes with down --volumes, which leaves nothing", async () => {
    const { stack } = story();
    const { code, stderr } = await stack.run("down", ["--volumes"]);
    expect(code).toBe(0);
    expect(stderr).toContain("is down");
    expect(await stack.leftovers()).toEqual([]);
    expect(stack.isKept).toBe(false);
  });
}

/** The number of samples in the minute before a time, of each Prometheus: what is stored stays. */
async function stored(stack: ClusterStack, time = Date.now() / 1000): Promise<[number, string]> {
  const expr = "sum(count_over_time(up[1m])) + sum(count_over_time(scrape_duration_seconds[1m]))";
  const found = await Promise.all(
    (await stack.pods())
      .filter(({ role }) => role === "prometheus")
      .map(async ({ name, ip }) => {
        const url = `http://${ip}:9090/api/v1/query?query=${encodeURIComponent(expr)}&time=${time}`;
        const { data } = (await (await fetch(url)).json()) as { data: { result: { value: [number, string] }[] } };
        return `${name}: ${data.result[0]?.value[1] ?? 0}`;
      }),
  );
  return [time, found.sort().join(", ")];
}
