import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { containersOf } from "../../../cli/lib/docker-stack";
import { run } from "../../../cli/lib/shell";
import type { TestStack } from "../../lib/stack";
import type { Story } from "../stack.test";

export function survivalTests(story: () => Story): void {
  /** Everything that was stored in the minute before `time`. */
  const stored = (stack: TestStack, time: number) =>
    stack.valueAt("sum(count_over_time(up[1m])) + sum(count_over_time(scrape_duration_seconds[1m]))", time);

  /** What a person sent in: its answer, now or later. */
  const submit = async ({ ports }: TestStack): Promise<string> => {
    const url = `http://localhost:${ports.app}/api/generate-careplan/`;
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body: '{"source":"test"}' });
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as { id: number };
    return `http://localhost:${ports.app}/api/careplan/${id}/status/`;
  };

  it("outlives kill -9 of Prometheus, and of everything at once", async () => {
    const { stack } = story();
    const job = await submit(stack);
    for (const which of [[`${stack.project}-prometheus`], await running(stack)]) {
      const time = Date.now() / 1000;
      const before = await stored(stack, time);
      expect(before).toBeGreaterThan(100);
      await run("docker", ["kill", "--signal", "KILL", ...which]);
      const { stdout } = await stack.up();
      expect(stdout).not.toContain("FAILED");
      expect(await stored(stack, time)).toBe(before);
    }
    expect((await fetch(job)).status).toBe(200);
  });

  it("outlives down, which takes all else", async () => {
    const { stack } = story();
    const job = await submit(stack);
    const time = Date.now() / 1000;
    const before = await stored(stack, time);
    expect((await stack.run("down")).code).toBe(0);
    expect((await stack.leftovers()).sort()).toEqual(
      ["alertmanager", "postgres", "prometheus", "redis"].map((role) => `volume ${stack.project}-${role}-data`),
    );
    await stack.up();
    expect(await stored(stack, time)).toBe(before);
    expect((await fetch(job)).status).toBe(200);
  });

  it("goes with down --volumes, which leaves nothing", async () => {
    const { stack } = story();
    const { code, stderr } = await stack.run("down", ["--volumes"]);
    expect(code).toBe(0);
    expect(stderr).toContain("is down");
    expect(await stack.leftovers()).toEqual([]);
    expect(existsSync(stack.folder)).toBe(false);
    expect((await stack.run("down", ["--volumes"])).stderr).toContain("There was nothing");
  });
}

async function running(stack: TestStack): Promise<string[]> {
  return (await containersOf(stack.name)).filter(({ state }) => state === "running").map(({ name }) => name);
}
