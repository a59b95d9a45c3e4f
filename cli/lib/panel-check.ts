import { datasourceUid } from "../../components/grafana-files";
import { anyOf, hasData, sharing } from "../../signals/view/asking";
import { findingsOf, sharedUidFindings } from "../../signals/view/findings";
import { loadDashboard } from "../../signals/view/load";
import { prometheusAsk } from "../../signals/view/prometheus";
import type { Ask, DashboardJson, ViewFinding } from "../../signals/view/types";
import type { Finding, Site } from "./site";
import type { Stack } from "./stack";

/** What counts as now: long enough for rates, too short for what was there only before the last change. */
const RANGE_SECONDS = 300;

/** Loads every dashboard as Grafana would, and tells what nobody could see on it. */
export async function panelCheck(site: Site, { signals, settings }: Stack): Promise<Finding> {
  // Replicas have the same targets: one that has the data is enough.
  const ask = sharing(
    anyOf(
      (await site.prometheuses()).map(({ api }) =>
        prometheusAsk(api.url, { timeoutSeconds: 10, headers: api.headers }),
      ),
    ),
  );
  const { scrapeIntervalSeconds } = settings.prometheus;
  const dashboards = signals.dashboards.map(({ content }) => JSON.parse(content) as DashboardJson);
  const checked = await Promise.all(dashboards.map((json) => checkDashboard(json, scrapeIntervalSeconds, ask)));
  const findings = [...sharedUidFindings(dashboards), ...checked.flatMap((each) => each.findings)];
  return {
    found: `${checked.reduce((sum, { withData }) => sum + withData, 0)} queries answered with data`,
    faults: texts(findings, "fault"),
    warnings: texts(findings, "note"),
  };
}

async function checkDashboard(json: DashboardJson, scrapeIntervalSeconds: number, ask: Ask) {
  const now = Date.now() / 1000;
  const range = { from: now - RANGE_SECONDS, to: now };
  const loaded = await loadDashboard(json, { range, scrapeIntervalSeconds }, ask);
  const queries = loaded.items.flatMap((item) => (item.kind === "panel" ? item.queries : []));
  return {
    withData: queries.filter(({ answer }) => hasData(answer)).length,
    findings: findingsOf(loaded, json, { datasourceUid }),
  };
}

function texts(findings: readonly ViewFinding[], level: ViewFinding["level"]): string[] {
  return findings.filter((finding) => finding.level === level).map(({ where, what }) => `${where}: ${what}`);
}
