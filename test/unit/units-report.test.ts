import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { shop } from "../../examples/shop";
import { unitFigures, unitsReport } from "../../signals/units/report";
import { workload } from "../lib/workload";

it("says where each unit comes from", () => {
  const [panel] = workload.dashboards[0]!.rows[0]!.panels;
  const thresholds = [{ value: 3, severity: "warning" as const }];
  const declared = { expr: "mystery", legend: "", unit: { is: "count/second", because: "its page" } };
  const panels = [
    { ...panel!, thresholds },
    { ...panel!, title: "Other", queries: [...panel!.queries, declared], thresholds },
    { ...panel!, title: "Unknown", queries: [{ expr: "mystery", legend: "" }] },
  ];
  const dashboards = [{ ...workload.dashboards[0]!, rows: [{ title: "Row", panels }] }];
  const rows = unitsReport({ metrics: workload.metrics, rules: workload.rules, dashboards });
  expect(rows.map(({ use, where, unit, how, reason }) => [use, where, unit, how, reason].join("; "))).toEqual([
    'panel query; dashboard "Web shop", panel "Failures"; events a second; derived; ',
    'panel threshold; dashboard "Web shop", panel "Failures"; events a second; derived; ',
    'panel query; dashboard "Web shop", panel "Other"; events a second; derived; ',
    'panel query; dashboard "Web shop", panel "Other"; events a second; declared; its page',
    'panel threshold; dashboard "Web shop", panel "Other"; events a second; declared; its page',
    'panel query; dashboard "Web shop", panel "Unknown"; an unknown unit; not derivable; nothing says the unit of "mystery"',
    'alert threshold; alert "TooManyFailures"; events a second; derived; ',
    'alert annotation; alert "TooManyFailures"; events a second; derived; ',
    'alert threshold; alert "Slow"; seconds; derived; ',
    'alert annotation; alert "Slow"; seconds; derived; ',
  ]);
  expect(unitFigures(rows)).toEqual({ derived: 7, declared: 2, notDerivable: 1 });
});

describe("what Sightline ships", () => {
  const { settings, workload: pharmacy } = readSettings("docs", {});
  const { specs } = stackSignals(settings, pharmacy);
  const rows = [
    ...unitsReport({ metrics: pharmacy.metrics, rules: specs.rules, dashboards: specs.dashboards }),
    ...unitsReport(shop),
  ];

  it("has units that are derived, over 95 of 100", () => {
    const { derived, declared, notDerivable } = unitFigures(rows);
    expect(notDerivable).toBe(0);
    expect(derived / (derived + declared)).toBeGreaterThan(0.95);
    expect(rows.length).toBeGreaterThan(200);
  });
});
