import { imageRef } from "../../../images/ref";
import { UserError } from "../../../signals/errors";
import type { Log } from "../apt";
import { ensureEngine } from "../engine";
import { ensureImages, type EnsureImagesOptions } from "../images";
import { nameOf, seriesLines } from "./openmetrics";
import { leadSeconds, recordedMetrics, type Recording } from "./recording";
import { startReplay, type Replay, type ReplayOptions } from "./replay";
import { recordingRules, rounds, withReaders, type RecordingRule, type Rule } from "./rule-set";

/** Gets what replays a recording: an engine, and the stack's own Prometheus. */
export async function ensurePrometheus(
  install: boolean,
  { log, ...settings }: Partial<EnsureImagesOptions> & { readonly log: Log },
): Promise<string> {
  await ensureEngine({ install, log });
  const { source } = await ensureImages(["prometheus"], { source: "auto", ...settings, log });
  return imageRef("prometheus", { source, registryMirror: settings.registryMirror })!;
}

/**
 * A Prometheus with a recording in it. What recording rules gave is kept as it was recorded, but for those in `anew`
 * and those that weren't there yet: they are evaluated from the recorded samples, by that Prometheus itself.
 *
 * @param anew names whose rules are others now than when it was recorded
 */
export async function replayRecording(
  recording: Recording,
  rules: readonly Rule[],
  image: string,
  anew: ReadonlySet<string> = new Set(),
): Promise<Replay> {
  const options = { image, step: recording.step };
  const there = recordedMetrics(recording);
  const absent = recordingRules(rules).flatMap(({ record }) => (there.has(record) ? [] : [record]));
  const names = withReaders(new Set([...anew, ...absent]), rules);
  let lines = recording.lines.filter((line) => !names.has(nameOf(line)));
  for (const round of rounds(recordingRules(rules).filter(({ record }) => names.has(record)))) {
    lines = [...lines, ...(await evaluated(round, recording, lines, options))];
  }
  return startReplay(lines, options);
}

/** What rules record, from the first sample on: those of an hour's window are complete an hour later. */
async function evaluated(
  rules: readonly RecordingRule[],
  { from, to, step }: Recording,
  lines: readonly string[],
  options: ReplayOptions,
): Promise<string[]> {
  const replay = await startReplay(lines, options);
  try {
    const answers = rules.map(async ({ record, expr, labels = {} }) => {
      const { series = [], error } = await replay.ask({
        kind: "range",
        expr,
        start: from - leadSeconds,
        end: to,
        step,
      });
      if (error !== undefined) throw new UserError(`the recording rule ${record} can't be evaluated: ${error}`);
      return series.flatMap(({ metric, values }) => seriesLines({ metric: { ...metric, ...labels }, values }, record));
    });
    return (await Promise.all(answers)).flat();
  } finally {
    await replay.end();
  }
}
