import { describe, expect, it } from "vitest";
import { checkSignals } from "../../signals/check";
import { durationSeconds } from "../../signals/durations";
import { UserError } from "../../signals/errors";
import { panelAlertFaults } from "../../signals/check/panel-alerts";
import { alertExpression, ruleFiles } from "../../signals/rule-files";
import { makeSignals } from "../../signals/signals";
import { bucketOf } from "../../signals/slo/counts";
import { sloRules, withSlos } from "../../signals/slo/expand";
import { tilesOf, windowOf } from "../../signals/slo/windows";
import { availability, delivery, duration, latency, requests, sloWorkload, uptime } from "../lib/slo";

const all = [availability, latency, uptime, delivery];
const exporters = ["prometheus", "alertmanager", "statsd-exporter"] as const;
const [group] = sloRules(sloWorkload(all));
const recordings = group!.recordings!;
const alerts = group!.alerts!;
const DAY = 86_400;

describe("the rules of objectives", () => {
  it("are a group of their own, without a fault", () => {
    expect([group!.name, group!.dashboard]).toEqual(["shop-slo", "shop-slo"]);
    const { workload, faults, leftOut } = withSlos(sloWorkload(all));
    expect([faults, leftOut]).toEqual([[], []]);
    expect(checkSignals({ workload, platformRules: [], exporters })).toEqual([]);
  });

  it("are none without objectives", () => {
    const bare = sloWorkload([]);
    expect(sloRules(bare)).toEqual([]);
    expect(withSlos({ ...bare, slos: undefined }).workload.dashboards).toEqual([]);
  });

  it("count each objective's own series, under its label, and divide those of all at once", () => {
    const labelled = (record: string) =>
      recordings.filter((rule) => rule.record === record).map(({ labels }) => labels);
    expect(labelled("slo:events:increase1h")).toEqual(all.map(({ name }) => ({ slo: name })));
    expect(labelled("slo:bad_events:ratio1h")).toEqual([undefined]);
    const shares = recordings.map(({ record }) => record).filter((record) => record.startsWith("slo:bad_events:ratio"));
    const spans = ["5m", "30m", "1h", "2h", "6h", "1d", "3d", "_window"];
    expect(shares).toEqual(spans.map((span) => `slo:bad_events:ratio${span}`));
    const rule = ruleFiles([group!])[0]!.content;
    expect(rule).toContain("labels:\n          slo: uptime\n        record: slo:down:now");
  });

  it("page and make tickets", () => {
    expect(alerts.slice(0, 3).map(({ name, severity, threshold }) => [name, severity, threshold])).toEqual([
      ["AvailabilityBurnsFast", "critical", 14.4],
      ["AvailabilityBurnsSteadily", "critical", 6],
      ["AvailabilityBurnsSlowly", "warning", 1],
    ]);
    expect(alerts[3]!.name).toBe("FastAnswersBurnsFast");
    const teams = sloRules(sloWorkload([{ ...availability, team: "ai" }]))[0]!.alerts!.map(({ team }) => team);
    expect(teams).toEqual(["ai", "ai", "ai"]);
  });

  it("take another threshold for both spans", () => {
    expect(alertExpression(alerts[0]!, { threshold: 10 })).toBe(
      `(min by (slo) ({__name__=~"slo:bad_events:ratio1h|slo:bad_events:ratio5m", slo="availability"}) / ` +
        `slo:error_budget:ratio{slo="availability"}) > 10\n` +
        `and on (slo) slo:bad_events:increase1h{slo="availability"} >= 5`,
    );
  });

  it("leave out what can never fire, and say so", () => {
    const { workload, leftOut } = withSlos(sloWorkload([{ ...availability, objective: 90 }]));
    expect(workload.rules[0]!.alerts!.map(({ name }) => name)).toEqual([
      "AvailabilityBurnsSteadily",
      "AvailabilityBurnsSlowly",
    ]);
    expect(leftOut).toEqual([
      "alert AvailabilityBurnsFast: with an objective of 90 % the budget burns at most 10 times too fast, " +
        "and never 14.4 times",
    ]);
    const panels = workload.dashboards[0]!.rows.flatMap((row) => row.panels);
    expect(panels.flatMap((panel) => panel.alerts ?? [])).toEqual([
      "AvailabilityBurnsSteadily",
      "AvailabilityBurnsSlowly",
    ]);
    expect(checkSignals({ workload, platformRules: [], exporters })).toEqual([]);
  });

  it("leave out the time of a job that nobody scrapes", () => {
    const { workload, leftOut } = withSlos(sloWorkload([uptime]), { jobs: ["web"] });
    expect(workload.rules).toEqual([]);
    expect(leftOut).toEqual(["slo uptime: nothing here is scraped as its job"]);
  });

  it("know how a bound is written", () => {
    const le = (under: number) => bucketOf({ kind: "latency", histogram: { metric: duration }, under });
    expect(le(0.5)).toBe('request_seconds_bucket{le="0.5"}');
    expect(le(2)).toBe('request_seconds_bucket{le=~"2|2[.]0"}');
    expect(le(1048576)).toBe('request_seconds_bucket{le=~"1048576|1[.]048576e[+]06"}');
    expect(le(0.00001)).toBe('request_seconds_bucket{le=~"0[.]00001|1e-05"}');
  });
});

describe("the window", () => {
  it("is 30 days, or what is kept of them", () => {
    expect(windowOf(availability)).toBe("30d");
    expect(windowOf(availability, 15 * DAY)).toBe("15d");
    expect(windowOf(availability, 200 * 3600)).toBe("200h");
    expect(windowOf(availability, 3600)).toBe("1d");
    expect(windowOf({ ...availability, window: "7d" }, 15 * DAY)).toBe("7d");
  });

  it.each(["1d", "25h", "7d", "200h", "30d", "90d"])("of %s is laid out without a gap", (window) => {
    let end = 0;
    for (const { span, hoursAgo } of tilesOf(window)) {
      expect(hoursAgo * 3600).toBe(end);
      end += durationSeconds(span);
    }
    expect(end).toBe(durationSeconds(window));
  });
});

describe("the dashboard", () => {
  it("has the usual rows, and every alert on a panel", () => {
    const { workload } = withSlos(sloWorkload(all));
    const [dashboard] = workload.dashboards;
    expect([dashboard!.uid, dashboard!.title]).toEqual(["shop-slo", "Shop: SLOs"]);
    expect(dashboard!.rows.map(({ title }) => title)).toEqual(["Health", "Traffic", "Errors", "Latency"]);
    const shown = dashboard!.rows.flatMap((row) => row.panels).flatMap((panel) => panel.alerts ?? []);
    expect(new Set(shown)).toEqual(new Set(alerts.map(({ name }) => name)));
    expect(panelAlertFaults(workload.dashboards, workload.rules, () => undefined)).toEqual([]);
  });
});

describe("what is wrong with an objective", () => {
  const faults = (changed: object, retentionSeconds?: number) =>
    withSlos(sloWorkload([{ ...availability, ...changed }]), { retentionSeconds }).faults;

  it.each([
    [{ objective: 100 }, "its objective is 100 %, which leaves no error budget: nothing may ever be bad; more than 0"],
    [{ objective: 0 }, "its objective is 0 %; more than 0 and less than 100 was expected, such as 99.9"],
    [{ objective: NaN }, "its objective is NaN %"],
    [{ window: "a week" }, `window "a week" isn't a duration`],
    [{ window: "12h" }, "its window is 12h; whole hours were expected, and a day at least"],
    [{ window: "36h30m" }, "its window is 36h30m; whole hours"],
    [{ name: "Availability" }, "the name is lower case with hyphens"],
    [
      { indicator: { kind: "latency", histogram: { metric: duration }, under: 2 } },
      `2 isn't a bucket of "request_seconds", so nobody can tell how many events took longer; ` +
        "one of its bounds was expected: 0.5, 1, 2.5",
    ],
    [
      { indicator: { kind: "latency", histogram: { metric: { ...duration, name: "request_second" } }, under: 2 } },
      'metric "request_second" isn\'t declared; did you mean "request_seconds"?',
    ],
    [
      { indicator: { ...availability.indicator, bad: { metric: duration, matchers: 'code="500"' } } },
      'metric "request_seconds_count" has no label "code"',
    ],
    [
      { indicator: { ...availability.indicator, bad: { metric: requests, matchers: 'status=~"6.."' } } },
      'requests_total{status=~"6.."} takes nothing that the contract has, where method is GET, POST; status is 200,',
    ],
    [
      { indicator: { ...availability.indicator, bad: { metric: requests } } },
      "bad takes everything that total does; some good events were expected",
    ],
    [{ indicator: { ...availability.indicator, bad: [] } }, "bad has no metric; a counter was expected"],
    [{ indicator: { kind: "time", job: "" } }, "its job is empty"],
  ])("%j", (changed, told) => {
    const [fault, ...others] = faults(changed);
    expect(fault).toMatch(/^slo "\w+"/);
    expect(fault).toContain(told);
    expect(others).toEqual([]);
  });

  it("is a window over the retention", () => {
    expect(faults({ window: "30d" }, 15 * DAY)).toEqual([
      'slo "availability": its window 30d is longer than samples are kept, which is 15d ' +
        "(sightline:prometheus.retention); 15d or less was expected",
    ]);
    expect(faults({ window: "15d" }, 15 * DAY)).toEqual([]);
  });

  it("is told of all objectives at once, beside the other faults of the workload", () => {
    const slos = [
      { ...availability, objective: 100 },
      { ...latency, window: "60d" },
      delivery,
      { ...delivery, title: "2" },
    ];
    const broken = { ...sloWorkload(slos), documentMetrics: { wanted: "nothing_total" } };
    const options = { exporters, jobs: ["app"], datasourceUid: "p", retentionSeconds: 30 * DAY };
    const told = () => makeSignals(broken, options);
    expect(told).toThrow(UserError);
    try {
      told();
    } catch (error) {
      const lines = (error as UserError).faults.join("\n");
      expect(lines).toContain('slo "availability": its objective is 100 %');
      expect(lines).toContain('slo "fast-answers": its window 60d is longer');
      expect(lines).toContain('slo "delivery" is declared twice');
      expect(lines).toContain("nothing_total");
    }
  });
});
