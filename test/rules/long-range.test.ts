import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensurePrometheus } from "../../cli/lib/dashboards/recorded-data";
import { startReplay, type Replay } from "../../cli/lib/dashboards/replay";
import { sloRules } from "../../signals/slo/expand";
import { average, capacity, cpu } from "../../workloads/self-rag/capacity";
import { compared, type Pair, type Result } from "../bench/long-range/compare";
import { recordedLines } from "../bench/long-range/recorded";
import { STEP, weekLines, workload } from "../bench/long-range/week";
import { needsDocker } from "../lib/needs";

const bad = 'requests_total{status=~"5.."}';
const share = (span: string) => `sum(increase(${bad}[${span}])) / sum(increase(requests_total[${span}]))`;

/** Nothing starts again in that week, so the counters themselves tell what is right. */
const exact = (span: string) =>
  `sum(${bad} - ${bad} offset ${span}) / sum(requests_total - requests_total offset ${span})`;

/** What dashboards show over a week: an objective's panels, and the trends of a capacity dashboard. */
const pairs: readonly Pair[] = [
  {
    what: "share of bad requests in a day, over 6 days",
    raw: share("1d"),
    exact: exact("1d"),
    recorded: 'slo:bad_events:ratio1d{slo="availability"}',
    days: 6,
  },
  {
    what: "share of bad requests in 3 days, over 4 days",
    raw: share("3d"),
    exact: exact("3d"),
    recorded: 'slo:bad_events:ratio3d{slo="availability"}',
    days: 4,
  },
  {
    what: "budget left over 7 days, now",
    raw: `1 - ${share("7d")} / 0.001`,
    exact: `1 - ${exact("7d")} / 0.001`,
    recorded: 'slo:error_budget_remaining:ratio{slo="availability"}',
    days: 0,
  },
  {
    what: "processor over 7 days, for a day",
    raw: `avg_over_time(sum by (instance) (rate(process_cpu_seconds_total{job="app"}[5m]))[7d:1m])`,
    recorded: average(cpu),
    days: 1,
  },
];

/** But for what a computer rounds. */
const TOLERANCE = 1e-9;
/** The goal for the heaviest. */
const TIMES_FASTER = 10;

const prepare = needsDocker();

describe("a week through recording rules", () => {
  let replay: Replay | undefined;
  const results: Result[] = [];

  beforeAll(async () => {
    if (!prepare) return;
    const image = await ensurePrometheus(false, { log: () => undefined });
    const recordings = [sloRules(workload)[0]!, capacity].flatMap((group) => group.recordings ?? []);
    const names = recordings.map(({ record }) => record);
    const shown = pairs.flatMap(({ recorded }) => names.filter((name) => recorded.startsWith(name)));
    const raw = weekLines();
    const lines = await recordedLines(raw, recordings, shown, image);
    replay = await startReplay([...raw, ...lines], { image, step: STEP });
    for (const pair of pairs) results.push(await compared(pair, replay.ask));
  });

  afterAll(() => replay?.end());

  it.each(pairs)("gives the same: $what", ({ what }) => {
    const { difference } = results.find((result) => result.what === what)!;
    expect(difference).toBeLessThanOrEqual(TOLERANCE);
  });

  it("is faster", () => {
    const times = results.map(({ rawMs, recordedMs }) => rawMs / recordedMs);
    for (const [i, { what, rawMs, recordedMs, values, difference, rawDifference }] of results.entries()) {
      console.log(
        `${what}: ${rawMs.toFixed(1)} ms of raw samples, ${recordedMs.toFixed(1)} ms recorded, ` +
          `${times[i]!.toFixed(0)} times faster; ${values} values, ` +
          `recorded at most ${(100 * difference).toPrecision(2)} % off, raw ${(100 * rawDifference).toPrecision(2)} %`,
      );
    }
    const heaviest = results.reduce((a, b) => (b.rawMs > a.rawMs ? b : a));
    expect(heaviest.rawMs / heaviest.recordedMs).toBeGreaterThanOrEqual(TIMES_FASTER);
  });
});
