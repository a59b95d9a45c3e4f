import { metricsIn } from "../../../signals/promql";
import type { LoadedDashboard, ViewFinding } from "../../../signals/view/types";
import { recordedMetrics, type Recording } from "./recording";

/**
 * Findings of recorded data. A panel that asks for a metric of after the recording can't have data, and isn't wrong:
 * it's a note, with what to do.
 */
export function excused(
  findings: readonly ViewFinding[],
  { items }: LoadedDashboard,
  recording: Recording | undefined,
): readonly ViewFinding[] {
  if (recording === undefined) return findings;
  const there = recordedMetrics(recording);
  return findings.map((finding) => {
    if (finding.kind !== "no data" || finding.level === "note") return finding;
    const panel = items.find((item) => item.kind === "panel" && item.key === finding.panel);
    const metrics = panel?.kind === "panel" ? panel.queries.flatMap(({ expr }) => metricsIn(expr)) : [];
    // What a recording rule of this name gives was evaluated anew.
    const absent = metrics.find((name) => !there.has(name) && !name.includes(":"));
    if (absent === undefined) return finding;
    return { ...finding, level: "note", what: `${finding.what}; the recorded data has no ${absent}: record it anew` };
  });
}
