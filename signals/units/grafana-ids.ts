/**
 * Every unit id that Grafana knows, with its name in Grafana's menu. `test/unit/units-grafana.test.ts` compares the list
 * with the package that it was read from, where the viewer has that installed.
 */
import known from "./grafana-ids.json";

export const grafanaUnitIds: Readonly<Record<string, string>> = known.units;

/** Forms that Grafana takes besides its ids: `suffix:km`, `time:YYYY-MM`, `bool:open/closed`. */
export const customForms = ["prefix", "suffix", "time", "si", "count", "currency", "bool"] as const;

export type GrafanaUnitId = keyof typeof known.units;
export type CustomUnit = `${(typeof customForms)[number]}:${string}`;
