import { describe, expect, it } from "vitest";
import { defaultsFaults, merged } from "../../config/defaults";

describe("a workload's defaults", () => {
  it("are under what the stack says, key by key; a list is one value", () => {
    const under = {
      prometheus: { retention: "200h", jobIntervals: { app: 30, worker: 30 } },
      app: { command: ["a", "b"] },
    };
    const over = { prometheus: { jobIntervals: { app: 10 } }, app: { command: ["c"] }, target: "docker" };
    expect(merged(under, over)).toEqual({
      prometheus: { retention: "200h", jobIntervals: { app: 10, worker: 30 } },
      app: { command: ["c"] },
      target: "docker",
    });
    expect(merged({ app: { port: 1 } }, { app: [1] })).toEqual({ app: [1] });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["nothing", {}, []],
    ["what is right", { prometheus: { retention: "200h" } }, []],
    [
      "a misspelt key",
      { prometheus: { retentionDays: 1 }, prometeus: {} },
      [
        'workload "web": defaults.prometheus.retentionDays isn\'t known; did you mean "retention"?',
        'workload "web": defaults.prometeus isn\'t known; did you mean "prometheus"?',
      ],
    ],
    [
      "a wrong value",
      { app: { port: "x" } },
      ['workload "web": defaults.app.port: Invalid input: expected number, received string'],
    ],
    [
      "whom to tell",
      { receivers: { "on-call": { email: [{ to: "a@shop.example" }] } }, levels: { P0: { repeatInterval: "1h" } } },
      ["workload \"web\": defaults.receivers is the stack's to say, not the workload's"],
    ],
    [
      "what is the stack's",
      { target: "docker", runbookUrl: "x", ruleFiles: [] },
      [
        "workload \"web\": defaults.target is the stack's to say, not the workload's",
        "workload \"web\": defaults.runbookUrl is the stack's to say, not the workload's",
        "workload \"web\": defaults.ruleFiles is the stack's to say, not the workload's",
      ],
    ],
  ])("may have %s", (_, defaults, expected) => {
    expect(defaultsFaults({ name: "web", defaults })).toEqual(expected);
  });
});
