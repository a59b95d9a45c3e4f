import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { projectFolder } from "../../cli/lib/stack-config";
import { workloadOf } from "../../config/workload-file";
import { evaluateCluster } from "../lib/cluster";
import { evaluateSettings } from "../lib/program";

const folder = mkdtempSync(join(projectFolder, ".sightline", "test-workload-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

let count = 0;

/** The faults of a file, without the path in front. Each has its own name: what was loaded within a millisecond is kept. */
function faultsOf(content: string, name = `workload-${++count}.ts`): string[] {
  const path = written(name, content);
  const { workload, faults } = workloadOf(path);
  expect(workload === undefined).toBe(faults.length > 0);
  return faults.map((fault) =>
    fault.replace(`sightline:workload: ${path} `, "").replace(`sightline:workload: ${path}: `, ""),
  );
}

const whole =
  '{ name: "a", title: "A", description: "A.", metrics: [], rules: [], dashboards: [], documentMetrics: {} }';

describe("a workload of the user's own", () => {
  it("is found by its path, from the project on", () => {
    expect(workloadOf("./examples/shop/index.ts").workload?.name).toBe("shop");
    expect(workloadOf("examples/shop/index.ts").workload?.name).toBe("shop");
    expect(workloadOf(join(projectFolder, "examples/shop/index.ts")).workload?.name).toBe("shop");
  });

  it.each([
    ["by default", `export default ${whole};`, "a.ts"],
    ["by default, beside another", `export const other = ${whole};\nexport default ${whole};`, "b.ts"],
    ["by a name, beside what isn't one", `export const metrics = [1], limit = 3, shop = ${whole};`, "c.ts"],
    ["by module.exports", `module.exports = ${whole};`, "d.cjs"],
  ])("may be exported %s", (_, content, name) => expect(faultsOf(content, name)).toEqual([]));

  it("that isn't there has the nearest name", () => {
    expect(workloadOf("./examples/shop/indx.ts").faults).toEqual([
      'sightline:workload: ./examples/shop/indx.ts isn\'t there; did you mean "index.ts"?',
    ]);
    expect(workloadOf("./exmples/shop/index.ts").faults).toEqual([
      "sightline:workload: ./exmples/shop/index.ts isn't there, nor is its folder",
    ]);
    expect(workloadOf("./examples/shop").faults).toEqual([
      "sightline:workload: ./examples/shop is a folder; a file was expected",
    ]);
    expect(workloadOf("pharmacy-care-pla").faults).toEqual([
      'sightline:workload is "pharmacy-care-pla", which isn\'t a workload; did you mean "pharmacy-care-plan"?',
    ]);
  });

  it.each<[string, string, RegExp]>([
    ["throws", 'throw new Error("no\\nluck");', /^can't be run: no; luck \(line \d+\)$/],
    ["throws what is no error", 'throw "why";', /^can't be run: why$/],
    ["isn't TypeScript", "export const a = {\n  b: ;\n};", /^can't be run: Unexpected ";" \(line 2\)$/],
    ["asks for a module that isn't there", 'import "./nothing";', /^can't be run: Cannot find module '\.\/nothing'$/],
  ])("that %s is told in one line", (_, content, expected) => {
    const [fault, ...others] = faultsOf(content);
    expect(others).toEqual([]);
    expect(fault).toMatch(expected);
  });

  it.each<[string, string, string[]]>([
    [
      "exports nothing",
      "export const a = 1;",
      ['exports no workload; one was expected, as "export default" or by a name'],
    ],
    [
      "exports several",
      `export const a = ${whole};\nexport const b = ${whole};`,
      ['exports several workloads (a, b); one was expected, as "export default" or by a name'],
    ],
    [
      "lacks parts",
      'export const shop = { name: "shop", title: "", metrics: [{ name: "a" }], rules: {}, dashboards: [] };',
      [
        "shop has title: is empty",
        "shop lacks description",
        "shop lacks metrics[0].type",
        "shop lacks metrics[0].help",
        "shop lacks metrics[0].from",
        "shop lacks metrics[0].unit",
        "shop lacks metrics[0].labels",
        "shop has rules: expected array, received object",
        "shop lacks documentMetrics",
      ],
    ],
    [
      "exports no object",
      "export default 3;",
      ['exports no workload; one was expected, as "export default" or by a name'],
    ],
  ])("that %s is told with all that's wrong", (_, content, expected) => {
    expect(faultsOf(content)).toEqual(expected);
  });
});

describe("a stack with such a workload", () => {
  const web = join(folder, "web.ts");
  const twice = join(folder, "twice.ts");
  writeFileSync(
    web,
    `import { counter, histogram } from "${projectFolder}/signals/metrics";
export default {
  name: "web", title: "Web", description: "Only a web process.", rules: [], dashboards: [], documentMetrics: {},
  metrics: [
    counter("orders_total", { help: "Orders.", from: "app", tier: "business", labels: { path: ["/a", "/b"] } }),
    histogram("answer_seconds", { help: "Answers.", from: "app", tier: "business", buckets: [1, 2] }),
    counter("requests_total", { help: "Requests.", from: "app", labels: { path: ["/a"] }, maxSeries: 4000 }),
  ],
  normalise: [{ label: "path", regex: "(.*)/[0-9]+(/.*)?", replacement: "$1/{id}$2" }],
  defaults: { prometheus: { retention: "200h", scrapeIntervalSeconds: 10, jobIntervals: { app: 20 } }, postgres: { mode: "none" } },
};
`,
  );
  writeFileSync(
    twice,
    `import { gauge } from "${projectFolder}/signals/metrics";
const a = gauge("a", { help: "A.", from: "app" });
export default { name: "web", title: "W", description: "W.", metrics: [a, a], rules: [], dashboards: [], documentMetrics: {} };
`,
  );

  it("has no StatsD where no worker reports by it, and scrapes as the workload says", async () => {
    const stack = await evaluateSettings({ workload: web, prometheus: { scrapeIntervalSeconds: 5 } });
    const names = stack.resources.map(({ name }) => name);
    expect(names.filter((name) => /statsd|worker|postgres/.test(name) && !name.includes("secrets"))).toEqual([]);
    expect(stack.outputs["statsdAddress"]).toBeNull();
    expect(JSON.stringify(stack.resources)).not.toMatch(/STATSD_HOST|statsd-kernel/);
    const rules = [...stack.files.keys()].filter((path) => path.includes("rules/"));
    expect(rules.some((path) => path.includes("statsd"))).toBe(false);
    const compose = stack.files.get("compose.yaml")!;
    expect(compose).toContain("--storage.tsdb.retention.time=200h");
    const config = [...stack.files].find(([path]) => path.endsWith("prometheus.yml"))![1];
    expect(config).toContain("scrape_interval: 5s");
    expect(config).toMatch(/job_name: app\n(?:.*\n){1,60}?\s+scrape_interval: 20s/);
    expect(config).toMatch(/job_name: app-business\n/);
  });

  it("has a monitor for each of its scrapes in a cluster", async () => {
    const cluster = await evaluateCluster({ workload: web });
    expect(cluster.find("Deployment", "statsd-exporter")).toBeUndefined();
    expect(cluster.get("Prometheus", "prometheus").spec).toMatchObject({
      retention: "200h",
      scrapeInterval: "10s",
      enableFeatures: ["extra-scrape-metrics", "native-histograms"],
    });
    const [app, business] = ["app", "app-business"].map((name) => cluster.get("ServiceMonitor", name).spec);
    expect(app).toMatchObject({
      sampleLimit: 5500,
      labelLimit: 40,
      labelNameLengthLimit: 128,
      labelValueLengthLimit: 300,
    });
    expect(app.endpoints).toMatchObject([{ port: "http", interval: "20s", scrapeTimeout: "10s" }]);
    expect(app.endpoints[0].metricRelabelings).toHaveLength(5);
    expect(business).toMatchObject({
      sampleLimit: 1000,
      endpoints: [
        {
          port: "http",
          interval: "60s",
          relabelings: [{ targetLabel: "job", replacement: "app-business" }, { targetLabel: "node" }],
          metricRelabelings: [
            { action: "keep", sourceLabels: ["__name__"] },
            ...Array.from({ length: 4 }, () => ({
              action: "replace",
              sourceLabels: ["path"],
              targetLabel: "path",
              replacement: "$1/{id}$2",
            })),
          ],
        },
      ],
    });
  });

  it("that declares a thing twice is refused", async () => {
    await expect(evaluateSettings({ workload: twice })).rejects.toThrow('metric "a" is declared twice');
  });

  it("that throws is told with its line, and without a stack trace", async () => {
    const path = written("throws.ts", "const a: number = 1;\n\nthrow new Error(`not ${a}`);\n");
    await expect(evaluateSettings({ workload: path })).rejects.toThrow(
      `sightline:workload: ${path} can't be run: not 1 (line 3)`,
    );
  });

  it("is the example's, as the guide shows it", async () => {
    const stack = await evaluateSettings({ workload: "./examples/shop/index.ts" });
    const paths = [...stack.files.keys()];
    expect(paths.some((path) => path.endsWith("rules/shop.yaml"))).toBe(true);
    expect(paths.some((path) => path.endsWith("dashboards/shop.json"))).toBe(true);
  });
});
