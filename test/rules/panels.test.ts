import { expect, it } from "vitest";
import { platformDashboards } from "../../signals/platform";
import { substituteGrafana } from "../../signals/promql";
import { toYaml } from "../../signals/yaml";
import { workloads } from "../../workloads";
import { promtool } from "../lib/promtool";
import { needsPromtool } from "../lib/needs";

needsPromtool();

const dashboards = [
  ...platformDashboards(["app"]),
  ...Object.values(workloads).flatMap((workload) => workload.dashboards),
];

it.each(dashboards.map((each) => [each.title, each] as const))(
  "Prometheus' own parser takes every query of %s",
  (_title, { rows }) => {
    const queries = rows.flatMap((row) => row.panels.flatMap((panel) => panel.queries));
    const rules = queries.map(({ expr }, i) => ({ record: `query:${i}`, expr: substituteGrafana(expr) }));
    const file = toYaml({ groups: [{ name: "queries", rules }] });
    const { ok, output } = promtool({ "x.yaml": file }, ["check", "rules", "x.yaml"]);
    expect(ok, output).toBe(true);
  },
);
