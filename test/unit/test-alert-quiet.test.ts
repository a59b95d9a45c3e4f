import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { AlertmanagerApi } from "../../cli/lib/alertmanager-api";
import { AlertmanagerGroup } from "../../cli/lib/alertmanager-group";
import type { Site } from "../../cli/lib/site";
import { readStack } from "../../cli/lib/stack";
import { testAlertCheck, testLabels, type Tested } from "../../cli/lib/test-alert-check";
import { CountingAlertmanager } from "../lib/counting-alertmanager";

/** Who isn't told now, on purpose, is no fault of the stack's. */
const folder = mkdtempSync(join(tmpdir(), "sightline-quiet-"));
const started: CountingAlertmanager[] = [];
afterEach(() => started.splice(0).forEach((one) => one.close()));
afterAll(() => rmSync(folder, { recursive: true }));

const always = { timeZone: "UTC", times: [{ from: "00:00" }] };
const never = { timeZone: "UTC", times: [{ years: ["1999"] }] };
const quick = { groupWait: "1s" };

/** A stack that tells `on-call` by Slack; its Alertmanager doesn't. */
async function tested(settings: Readonly<Record<string, unknown>>, after: number | "fails" = 600_000): Promise<Tested> {
  const file = join(folder, "Pulumi.test-quiet.yaml");
  writeFileSync(join(folder, "slack"), "https://hooks.slack.com/services/T0/B0/x\n");
  const all = {
    receivers: { "on-call": { slack: [{ url: { file: join(folder, "slack") } }] } },
    defaultReceivers: ["on-call"],
    levels: { P2: quick },
    ...settings,
  };
  const config = Object.fromEntries(Object.entries(all).map(([key, value]) => [`sightline:${key}`, value]));
  writeFileSync(file, stringify({ config }));
  const stack = readStack({ stack: "test-quiet", "config-file": file });
  const alertmanager = await CountingAlertmanager.start(after);
  started.push(alertmanager);
  const api = new AlertmanagerApi(alertmanager.url, { authorization: "Basic x" });
  const site = { alertmanagers: () => Promise.resolve(new AlertmanagerGroup([api])) } as Partial<Site> as Site;
  return testAlertCheck(stack, site, testLabels(stack), 0.5);
}

describe("a test alert that isn't answered", () => {
  it("is a fault where people are told at any hour", async () => {
    const { faults, warnings } = await tested({});
    expect(faults).toEqual(["on-call hasn't answered by slack"]);
    expect(warnings).toEqual([]);
  });

  it.each([
    [{ mutedIn: ["quiet"] }, { quiet: always }, "muted in quiet"],
    [{ mutedIn: ["other", "quiet"] }, { other: never, quiet: always }, "muted in quiet"],
    [{ activeIn: ["work"] }, { work: never }, "told only in work"],
  ])("is right where they aren't told now: %j", async (level, timeIntervals, why) => {
    const { faults, warnings, answers } = await tested({ timeIntervals, levels: { P2: { ...quick, ...level } } });
    expect(faults).toEqual([]);
    expect(warnings).toEqual([`on-call isn't told now: ${why}`]);
    // Nobody waits for what won't come.
    expect(answers).toEqual([]);
    expect(started[0]?.posted).toHaveLength(2);
  });

  it("is a fault where they are told only at times, and it's such a time", async () => {
    const level = { ...quick, mutedIn: ["quiet"], activeIn: ["work"] };
    const timeIntervals = { quiet: never, work: always };
    expect((await tested({ timeIntervals, levels: { P2: level } })).faults).toEqual([
      "on-call hasn't answered by slack",
    ]);
  });

  it("may have joined a group that has told already", async () => {
    const levels = { P2: { ...quick, groupBy: ["stack", "team"], groupInterval: "2m" } };
    const { faults, warnings } = await tested({ levels });
    expect(faults).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^on-call hasn't answered by slack \(.*stack, team.* within 2m\)$/),
    ]);
    expect((await tested({ levels }, "fails")).faults).toEqual([expect.stringContaining("3 attempts failed")]);
  });

  it("needs none where a route says that nobody is told", async () => {
    const routes = [{ match: { team: "platform" }, receivers: [] }];
    const { faults, warnings } = await tested({ routes });
    expect(faults).toEqual([]);
    expect(warnings).toEqual(["sightline:routes.0 tells nobody of such an alert"]);
    expect(started[0]?.posted).toEqual([]);
  });
});
