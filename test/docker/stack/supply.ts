import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { containersOf } from "../../../cli/lib/docker-stack";
import { run } from "../../../cli/lib/shell";
import { command } from "../../lib/command";
import { imagesOf, readSbom, sbomFaults, valuesOf } from "../../lib/sbom";
import type { Story } from "../stack.test";

export function supplyTests(story: () => Story): void {
  it("is listed: every container with the very image that it runs, and what is in it", async () => {
    const { stack } = story();
    const folder = mkdtempSync(join(tmpdir(), "sightline-sbom-"));
    try {
      const [one, two] = [join(folder, "one.json"), join(folder, "two.json")] as const;
      for (const out of [one, two]) expect((await stack.run("sbom", ["--out", out])).errors).toEqual([]);
      expect(readSbom(one)).toEqual(readSbom(two));
      expect(await sbomFaults(one)).toBeNull();

      const images = imagesOf(readSbom(one));
      const running = await containersOf(stack.name);
      expect(running.length).toBeGreaterThan(10);
      for (const { id, name } of running) {
        const image = await run("docker", ["inspect", "--format", "{{.Image}}", id]);
        // Compose fills a stack's volumes with one container of its own.
        const user = name === `${stack.project}-files` ? /-(files|secrets)$/ : new RegExp(`^${name}$`);
        const listed = images.filter((entry) => valuesOf(entry, "sightline:usedBy").some((by) => user.test(by)));
        expect(
          listed.flatMap((entry) => valuesOf(entry, "sightline:imageId")),
          name,
        ).toContain(image);
      }
      const inside = (name: string) =>
        (
          images.find((entry) => valuesOf(entry, "sightline:usedBy").includes(`${stack.project}-${name}`))
            ?.components ?? []
        ).map(({ purl }) => purl ?? "");
      expect(inside("app").filter((purl) => purl.startsWith("pkg:npm/prom-client@"))).toHaveLength(1);
      const builtHere = images.every((entry) => valuesOf(entry, "sightline:origin")[0] === "built");
      if (builtHere)
        expect(
          inside("prometheus").filter((purl) => /^pkg:deb\/debian\/libc6@.*distro=debian-forky/.test(purl)),
        ).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is told where it isn't pinned, as a fault where a registry decides", async () => {
    const { stack, first } = story();
    const { code, output } = await command([
      "pin",
      "--check",
      "--stack",
      stack.name,
      "--config-file",
      stack.configFile,
    ]);
    const local = output.includes("sightline/prometheus:");
    expect(code).toBe(local ? 0 : 1);
    expect(output).toMatch(local ? /prometheus +sightline\/prometheus:\S+ +built here/ : /prometheus +docker.io/);
    expect(first.output.includes("by tag only (npm run pin)")).toBe(!local);
  });
}
