import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as tools from "../../cli/lib/dashboards/tools";
import { previewPullRequest } from "../../cli/lib/pull-request";
import { drawPullRequest } from "../../cli/lib/pull-request-drawing";
import { needsBrowser, needsDocker } from "../lib/needs";
import { projectCopy } from "../lib/repository";

const ready = [needsDocker(), needsBrowser()].every(Boolean);

describe("a pull request that changes dashboards", () => {
  const copy = projectCopy();
  const out = mkdtempSync(join(tmpdir(), "sightline-pull-request-"));
  let base: string;
  beforeAll(async () => {
    if (!ready) return;
    await copy.fill();
    base = await copy.commit();
  });
  afterAll(() => {
    copy.remove();
    rmSync(out, { recursive: true });
  });

  /** What is drawn, and which panels were outlined in each picture. */
  async function drawn(head: string) {
    const outlined: (readonly string[])[] = [];
    const real = tools.ensurePictures;
    const spy = vi.spyOn(tools, "ensurePictures").mockImplementation(async (install) => {
      const pictures = await real(install);
      const draw: typeof pictures.draw = (options) => (outlined.push(options.outlined ?? []), pictures.draw(options));
      return { ...pictures, draw };
    });
    try {
      const preview = await previewPullRequest(base, head, copy.path);
      expect(preview.stacks.flatMap(({ faults }) => faults)).toEqual([]);
      return { outlined, preview, ...(await drawPullRequest(preview, out, false)) };
    } finally {
      spy.mockRestore();
    }
  }

  it("shows the one panel that changed, outlined, before and after", async () => {
    copy.edit("workloads/pharmacy-care-plan/dashboard/saturation.ts", (text) =>
      text.replace("max by (queue) (${metric.queueLength.name})", "2 * max by (queue) (${metric.queueLength.name})"),
    );
    const { text, faults, outlined, preview } = await drawn(await copy.commit());
    expect(text.split("\n").filter((line) => !line.startsWith("# note"))).toEqual([
      '# Dashboard "Pharmacy Care Plan" (pharmacy-care-plan) of dev, k8s',
      "# picture: pictures/dev-pharmacy-care-plan.png",
      '~ panel "Queue": query',
    ]);
    expect(faults).toEqual([]);
    expect(outlined).toHaveLength(2);
    for (const keys of outlined) expect(keys).toEqual([expect.stringMatching(/^\d+$/)]);
    expect(readdirSync(join(out, "pictures"))).toEqual(["dev-pharmacy-care-plan.png"]);
    const png = readFileSync(join(out, "pictures", "dev-pharmacy-care-plan.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // Beside each other: wider than one of them.
    expect(png.readUInt32BE(16)).toBeGreaterThan(1600);

    vi.stubEnv("SIGHTLINE_CHROMIUM", "/nowhere/chromium");
    const without = await drawPullRequest(preview, out, false).finally(() => vi.unstubAllEnvs());
    expect(without.text).toMatch(/^# The dashboards can't be drawn:\n# SIGHTLINE_CHROMIUM=\/nowhere\/chromium/);
    expect(without.faults).toHaveLength(1);
  });

  it("names what it breaks, and a changed recording rule behind a panel", async () => {
    copy.edit("workloads/pharmacy-care-plan/dashboard/saturation.ts", (text) =>
      text.replace(
        "2 * max by (queue) (${metric.queueLength.name})",
        'max by (queue) (${metric.queueLength.name}{queue="nosuch"})',
      ),
    );
    copy.edit("workloads/pharmacy-care-plan/recordings.ts", (text) =>
      text.replace('metric.timeToComplete.name, "10m"', 'metric.timeToComplete.name, "20m"'),
    );
    const { text, faults } = await drawn(await copy.commit());
    expect(text).toContain(
      '~ panel "Time to complete (p95)": recording rule stack:careplan_time_to_complete_seconds:p95_rate10m',
    );
    expect(faults.join("\n")).toMatch(/panel "Queue": it shows nothing/);
    expect(text).toContain("- fault: ");
  });
});
