import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { recordedServices, type RecordedService } from "../../cli/lib/recorded-services";
import { readableConfig } from "../../cli/lib/stack-secrets";
import { examples } from "../../config/examples";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { shop } from "../../examples/shop";
import { makeSignals } from "../../signals/signals";

const project = resolve(__dirname, "../..");
const read = (path: string) => readFileSync(join(project, path), "utf8");
const docs = readdirSync(join(project, "docs"), { recursive: true, encoding: "utf8" }).map((name) =>
  join("docs", name),
);
const pages = ["README.md", ...docs.filter((name) => name.endsWith(".md"))];

/** As GitHub makes them of headings. */
function anchors(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("links", () => {
  it.each(pages)("of %s lead somewhere", (page) => {
    const text = read(page).replace(/```[\s\S]*?```/g, "");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2]!,
    );
    const broken = targets.filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(project, file))) return true;
      return anchor !== undefined && !anchors(read(file)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("to the runbooks are those of the alerts", () => {
    const { settings, workload } = readSettings("docs", {});
    const urls = stackSignals(settings, workload).ruleFiles.flatMap(({ content }) =>
      [...content.matchAll(/runbook_url: (.+)$/gm)].map((match) => match[1]!),
    );
    expect(urls.length).toBeGreaterThan(20);
    for (const url of urls) {
      const [path, anchor] = url.split("#") as [string, string];
      expect(anchors(read(path)), url).toContain(anchor);
    }
  });
});

/** Those that name each other. */
const delivery = ["receivers", "smtp", "routes", "defaultReceivers", "timeIntervals", "levels"] as const;

describe("examples", () => {
  it.each(Object.keys(examples))("sightline:%s is read as it stands", (key) => {
    const value = examples[key as keyof typeof examples];
    const config = { [`sightline:${key}`]: typeof value === "string" ? value : JSON.stringify(value) };
    const needs: Record<string, string> = key === "postgres" ? { "sightline:postgresPassword": "x" } : {};
    const own: Record<string, string> =
      key === "workers" ? { "sightline:app": '{"image":"registry.example/team/shop:1.4"}' } : {};
    const cluster: Record<string, string> = key === "kubernetes" ? { "sightline:target": "kubernetes" } : {};
    const noWorkers: Record<string, string> = key === "app" ? { "sightline:workers": '{"replicas":0}' } : {};
    const spending: Record<string, string> = key === "llm" ? { "sightline:workload": "azure-ai-service" } : {};
    const told = Object.fromEntries(delivery.map((each) => [`sightline:${each}`, JSON.stringify(examples[each])]));
    const telling = (delivery as readonly string[]).includes(key) ? told : {};
    const all = { ...telling, ...config, ...needs, ...own, ...noWorkers, ...cluster, ...spending };
    const { settings, workload } = readSettings("docs", all);
    expect(() => stackSignals(settings, workload)).not.toThrow();
  });

  it("of stack files in the docs are read as they stand", () => {
    const blocks = pages
      .filter((page) => page !== "docs/configuration.md")
      .flatMap((page) => [...read(page).matchAll(/^```yaml\n(config:\n[\s\S]*?)^```/gm)].map((match) => match[1]!));
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks) {
      const { config } = parse(block) as { config: Record<string, unknown> };
      const text = { ...readableConfig(config, {}).config };
      // The workload of the examples isn't one that Sightline ships.
      if (text["sightline:workload"] === shop.name) delete text["sightline:workload"];
      const { settings, workload } = readSettings("docs", text);
      if (!text["sightline:alerts"]?.includes("Checkout")) stackSignals(settings, workload);
    }
  });

  it("of a workload has no fault, and is the README's, word for word", () => {
    const exporters = ["prometheus", "alertmanager", "statsd-exporter"] as const;
    expect(
      makeSignals(shop, { exporters, jobs: ["app"], datasourceUid: "prometheus" }).ruleFiles.length,
    ).toBeGreaterThan(0);
    expect(read("README.md")).toContain(read("examples/shop/index.ts"));
  });
});

describe("what the docs say of security", () => {
  let services: RecordedService[];
  beforeAll(async () => {
    services = await recordedServices();
  });

  it("has a reason for every service that is less confined than the strictest, and none for others", () => {
    for (const { role, spec } of services) {
      const { user, readOnlyRoot = true, capabilities = [], exceptions = [] } = spec.confinement;
      const needed = [
        ...(/^(0|image$)/.test(user) ? ["root user"] : []),
        ...(readOnlyRoot ? [] : ["writable root"]),
        ...(capabilities.length > 0 ? ["capabilities"] : []),
        ...((spec.hostMounts ?? []).length > 0 ? ["host mounts"] : []),
      ];
      const told = exceptions.map(({ what }) => what as string).filter((what) => what !== "host processes");
      expect([...new Set(told)].sort(), role).toEqual(needed.sort());
      for (const { why } of exceptions) expect(why.length).toBeGreaterThan(20);
    }
  });

  it("names every service", () => {
    for (const { role } of services) expect(read("docs/security.md")).toContain(`\`${role}\``);
  });
});
