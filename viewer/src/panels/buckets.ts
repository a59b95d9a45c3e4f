import type { DataFrame, Field } from "@grafana/data";

/**
 * A histogram's buckets in heatmap format: one frame, a field for each bound from the lowest up. Prometheus counts
 * everything up to a bound; a heatmap shows what fell between two.
 */
export function bucketFrames(frames: readonly DataFrame[], refId: string): DataFrame[] {
  const buckets = frames
    .map((frame) => ({ frame, bound: boundOf(frame) }))
    .filter(({ bound }) => !Number.isNaN(bound))
    .sort((a, b) => a.bound - b.bound);
  if (buckets.length === 0) return [...frames];
  const times = [...new Set(buckets.flatMap(({ frame }) => frame.fields[0]!.values as number[]))].sort((a, b) => a - b);
  const cumulative = buckets.map(({ frame }) => {
    const byTime = new Map<number, number | null>();
    frame.fields[0]!.values.forEach((time: number, i) => byTime.set(time, frame.fields[1]!.values[i]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  const fields = buckets.map(({ frame }, i): Field => {
    const { labels, ...value } = frame.fields[1]!;
    const name = labels?.["le"] ?? "";
    const values = cumulative[i]!.map((count, t) => {
      const below = i === 0 ? 0 : (cumulative[i - 1]![t] ?? 0);
      return count === null ? null : Math.max(0, count - below);
    });
    return { ...value, name, labels, config: { displayNameFromDS: name }, values };
  });
  return [{ refId, length: times.length, fields: [{ ...frames[0]!.fields[0]!, values: times }, ...fields] }];
}

function boundOf(frame: DataFrame): number {
  const bound = frame.fields[1]?.labels?.["le"];
  return bound === "+Inf" ? Infinity : Number(bound ?? NaN);
}
