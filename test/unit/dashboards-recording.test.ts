import { mkdtempSync, rmSync, symlinkSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { nameOf, seriesLines } from "../../cli/lib/dashboards/openmetrics";
import { metricsToRecord, ofAnotherContainer, record, stepFor } from "../../cli/lib/dashboards/record";
import { packed, recordedMetrics, recordingsIn, unpacked, type Recording } from "../../cli/lib/dashboards/recording";
import { rulesIn } from "../../cli/lib/dashboards/rule-set";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import type { Answer, DashboardJson, Question } from "../../signals/view/types";

const facts = { workload: "shop", stack: "dev", step: 30, from: 3600, to: 7200 };
const recording: Recording = { ...facts, lines: ['up{job="app"} 1 3600', "x_total 2 7200"] };

describe("a recording", () => {
  it("is the same bytes for the same samples, and is read as it was", () => {
    const bytes = packed(recording);
    expect(packed({ ...recording }).equals(bytes)).toBe(true);
    // No time and no operating system.
    expect([...bytes.subarray(4, 8), bytes[9]]).toEqual([0, 0, 0, 0, 255]);
    expect(unpacked(bytes, "x")).toEqual(recording);
    expect([...recordedMetrics(recording)]).toEqual(["up", "x_total"]);
  });

  it("that isn't one is refused, with what to do", () => {
    expect(() => unpacked(Buffer.from("no"), "a.gz")).toThrow(/^a\.gz can't be unpacked .*npm run dashboards/);
    expect(() => unpacked(gzipSync("x 1 2\n# EOF\n"), "a.gz")).toThrow(/^a\.gz isn't a recording; .*--record/);
    const cut = gzipSync('sightline_recording{stack="a",step="30",workload="b"} 1 0\n');
    expect(() => unpacked(cut, "a.gz")).toThrow(/isn't a recording/);
  });

  it("is found beside its workload, and no link is followed", () => {
    const folder = mkdtempSync(join(tmpdir(), "sightline-recording-"));
    try {
      for (const name of ["a", "b", "c"]) mkdirSync(join(folder, "workloads", name), { recursive: true });
      writeFileSync(join(folder, "workloads/a/recorded.om.gz"), "x");
      symlinkSync("/etc/hostname", join(folder, "workloads/b/recorded.om.gz"));
      expect([...recordingsIn(folder).keys()]).toEqual(["a"]);
      expect(recordingsIn(join(folder, "nowhere")).size).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("recording", () => {
  it("writes samples as OpenMetrics, labels in order", () => {
    const metric = { __name__: "x", b: 'q"\\\n', a: "1" };
    const lines = seriesLines({
      metric,
      values: [
        [1, "2"],
        [3, "NaN"],
      ],
    });
    expect(lines).toEqual(['x{a="1",b="q\\"\\\\\\n"} 2 1', 'x{a="1",b="q\\"\\\\\\n"} NaN 3']);
    expect(lines.map(nameOf)).toEqual(["x", "x"]);
    expect(seriesLines({ metric: { __name__: "x" }, values: [[1, "2"]] }, "a:b")).toEqual(["a:b 2 1"]);
  });

  it("asks for what dashboards, rules and annotations select, and for the workload's own metrics", () => {
    const { settings, workload } = readSettings("dev", {});
    const { dashboards, ruleFiles } = stackSignals(settings, workload);
    const json = dashboards.map(({ content }) => JSON.parse(content) as DashboardJson);
    const metrics = metricsToRecord(json, rulesIn(ruleFiles.map(({ content }) => content)), workload);
    expect(metrics).toEqual([...new Set(metrics)].sort());
    for (const name of ["up", "ALERTS", "llm_api_latency_seconds_bucket", "stack:llm_api_error:increase1h"]) {
      expect(metrics).toContain(name);
    }
    expect(metrics).not.toContain("llm_api_latency_seconds");
  });

  it("asks for the hour and one before it, at every step, and says what has no samples", async () => {
    const asked: Question[] = [];
    const answers: Record<string, Answer> = {
      up: { series: ["b", "a"].map((job) => ({ metric: { __name__: "up", job }, values: [[7200, "1"]] })) },
    };
    const ask = async (question: Question): Promise<Answer> => {
      asked.push(question);
      return answers[/"(\w+)"/.exec((question as { expr: string }).expr)![1]!] ?? { series: [] };
    };
    const { recording: made, missing } = await record(facts, ["gone", "up"], ask);
    expect(made.lines).toEqual(['up{job="a"} 1 7200', 'up{job="b"} 1 7200']);
    expect(missing).toEqual(["gone"]);
    expect(asked[0]).toEqual({
      kind: "range",
      expr: 'last_over_time({__name__="gone"}[30s])',
      start: 0,
      end: 7200,
      step: 30,
    });
    await expect(record(facts, ["gone"], ask)).rejects.toThrow(/no samples yet/);
    await expect(record(facts, ["up"], async () => ({ error: "it's tired" }))).rejects.toThrow(/up .*it's tired/);
  });

  it("leaves out the machine's other containers", () => {
    const of = (name: string, labels: Record<string, string>) =>
      ofAnotherContainer({ __name__: name, ...labels }, "sightline-dev");
    expect(of("container_memory_working_set_bytes", { name: "zealous_mendel" })).toBe(true);
    expect(of("name:container_memory:ratio", { name: "sightline-development" })).toBe(true);
    expect(of("ALERTS", { alertname: "ContainerRestarting", name: "other" })).toBe(true);
    expect(of("name:container_memory:ratio", { name: "sightline-dev-app" })).toBe(false);
    expect(of("container_memory_working_set_bytes", { id: "/" })).toBe(false);
    expect(of("ALERTS", { alertname: "LlmApiErrorsHigh" })).toBe(false);
    expect(of("x", { name: "other" })).toBe(false);
  });

  it("takes a step that an hour has a whole number of", () => {
    expect([1, 15, 31, 90, 300, 600].map(stepFor)).toEqual([30, 30, 60, 120, 300, 600]);
  });
});
