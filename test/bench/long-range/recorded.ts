/** What rules would have recorded in the week, evaluated by Prometheus itself: those that others read first. */
import { rounds, withReaders, type RecordingRule } from "../../../cli/lib/dashboards/rule-set";
import { seriesLines } from "../../../cli/lib/dashboards/openmetrics";
import { startReplay } from "../../../cli/lib/dashboards/replay";
import { metricsIn } from "../../../signals/promql";
import type { Recording } from "../../../signals/rules";
import { STEP, week } from "./week";

/** Lines of what `names` are recorded as, and of what they read. */
export async function recordedLines(
  raw: readonly string[],
  recordings: readonly Recording[],
  names: readonly string[],
  image: string,
): Promise<string[]> {
  const needed = readBy(names, recordings);
  const rules: RecordingRule[] = recordings.filter(({ record }) => needed.has(record));
  const readers = withReaders(new Set(rules.map(({ record }) => record)), rules);
  let lines: string[] = [];
  for (const [i, round] of rounds(rules.filter(({ record }) => readers.has(record))).entries()) {
    // Only the first asks for raw samples.
    const replay = await startReplay(i === 0 ? raw : lines, { image, step: STEP });
    try {
      const made = await Promise.all(
        round.map(async ({ record, expr, labels = {} }) => {
          const { from: start, to: end } = week;
          const { series = [], error } = await replay.ask({ kind: "range", expr, start, end, step: STEP });
          if (error !== undefined) throw new Error(`${record}: ${error}`);
          return series.flatMap(({ metric, values }) =>
            seriesLines({ metric: { ...metric, ...labels }, values }, record),
          );
        }),
      );
      lines = [...lines, ...made.flat()];
    } finally {
      await replay.end();
    }
  }
  return lines;
}

/** Names of recordings, with those of all that they read. */
function readBy(names: readonly string[], recordings: readonly Recording[]): Set<string> {
  const all = new Set(names);
  for (let size = -1; size !== all.size;) {
    size = all.size;
    for (const { record, expr } of recordings)
      if (all.has(record))
        metricsIn(expr)
          .filter((name) => name.includes(":"))
          .forEach((name) => all.add(name));
  }
  return all;
}
