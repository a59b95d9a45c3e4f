import { afterEach, describe, expect, it } from "vitest";
import { AlertmanagerApi } from "../../cli/lib/alertmanager-api";
import { AlertmanagerGroup } from "../../cli/lib/alertmanager-group";
import { readStack } from "../../cli/lib/stack";
import { testLabels } from "../../cli/lib/test-alert-check";
import { UserError } from "../../signals/errors";
import { sendTestAlert, type Way } from "../../cli/lib/test-alert";
import { CountingAlertmanager } from "../lib/counting-alertmanager";

const started: CountingAlertmanager[] = [];
afterEach(() => started.splice(0).forEach((one) => one.close()));

const apiOf = ({ url }: CountingAlertmanager, authorization = "Basic x") => new AlertmanagerApi(url, { authorization });

/** Nothing listens at port 2; port 1 fetch refuses by itself. */
const gone = new AlertmanagerApi("http://127.0.0.1:2");

async function send(after: readonly (number | "fails")[], ways: readonly Way[], authorization = "Basic x") {
  for (const one of after) started.push(await CountingAlertmanager.start(one));
  const apis = started.map((one) => apiOf(one, authorization));
  const group = new AlertmanagerGroup(apis);
  return sendTestAlert(group, ways, { severity: "warning" }, 1);
}

const slack: Way = { receiver: "on-call", integration: "slack", count: 1, waitSeconds: 0.3 };

describe("the labels of a test alert", () => {
  const stack = readStack({ stack: "dev" });

  it("are those of a warning for the platform, unless others are given", () => {
    const of = { stack: "dev", workload: "pharmacy-care-plan", alertname: "SightlineTestAlert" };
    expect(testLabels(stack)).toEqual({ ...of, severity: "warning", priority: "P2", team: "platform" });
    const given = { severity: "critical", team: "ai", queue: "mail" };
    expect(testLabels(stack, given)).toEqual({ ...of, ...given, priority: "P1" });
    expect(testLabels(stack, { priority: "P0" })).toMatchObject({ severity: "warning", priority: "P0" });
  });

  it("that no alert could have are refused, all at once, with the nearest right value", () => {
    const wrong = () => testLabels(stack, { severity: "critcal", team: "ia", alertname: "LlmApiErrorsHigh" });
    expect(wrong).toThrow(UserError);
    expect(wrong).toThrow(
      /"critcal".*"critical"[\s\S]*team "ia"[\s\S]*alertname=LlmApiErrorsHigh: a test alert has a name/,
    );
  });
});

describe("a test alert", () => {
  it("tells how long it took beyond the configured wait", async () => {
    const [answer] = await send([500], [slack]);
    expect(answer?.beyondSeconds).toBeGreaterThan(0.15);
    expect(answer?.beyondSeconds).toBeLessThan(0.9);
    expect(answer?.failed).toBe(0);
  });

  it("is sent to each of several, one of which tells", async () => {
    const [answer] = await send([60_000, 300], [slack]);
    expect(answer?.beyondSeconds).toBeLessThan(0.6);
    expect(started.map(({ posted }) => posted.length)).toEqual([2, 2]);
  });

  it("says it's a test, and ends when it's done", async () => {
    await send([0], [slack]);
    const [first, last] = started[0]?.posted.map(([alert]) => alert) ?? [];
    expect(first?.labels["alertname"]).toMatch(/^SightlineTestAlert/);
    expect(first?.labels).toMatchObject({ severity: "warning" });
    expect(first?.annotations["summary"]).toMatch(/test/);
    expect(last?.labels).toEqual(first?.labels);
    expect(Date.parse(last?.endsAt ?? "")).toBeLessThanOrEqual(Date.now());
  });

  it("that isn't taken is waited for no longer than said, and its failures are counted", async () => {
    const [answer] = await send(["fails"], [slack]);
    expect(answer).toMatchObject({ receiver: "on-call", failed: 3 });
    expect(answer?.beyondSeconds).toBeUndefined();
  });

  it("doesn't take another receiver's messages for this one's", async () => {
    const [answer] = await send([0], [{ ...slack, receiver: "other" }]);
    expect(answer?.beyondSeconds).toBeUndefined();
  });

  it("that Alertmanager doesn't take is an error that says what to do, and no defect of ours", async () => {
    const sent = send([0], [slack], "Basic wrong");
    await expect(sent).rejects.toThrow(UserError);
    await expect(sent).rejects.toThrow(/127\.0\.0\.1:\d+ answers 401: .* another password .*`npm run up`/);
  });

  it("to a stack that isn't running is one too", async () => {
    const sent = sendTestAlert(new AlertmanagerGroup([gone]), [slack], {}, 1);
    await expect(sent).rejects.toThrow(UserError);
    await expect(sent).rejects.toThrow(/127\.0\.0\.1:2 doesn't answer \(ECONNREFUSED\).*`npm run up`/);
  });

  it("arrives though others are gone, which is told", async () => {
    started.push(await CountingAlertmanager.start(300));
    const group = new AlertmanagerGroup([gone, apiOf(started[0]!), gone], ["pod/x can't be reached"]);
    const [answer] = await sendTestAlert(group, [slack], {}, 1);
    expect(answer?.beyondSeconds).toBeLessThan(0.6);
    expect(group.silent).toEqual(["pod/x can't be reached", expect.stringMatching(/127\.0\.0\.1:2 doesn't answer/)]);
  });

  it("has its result though nobody is left to be told of its end", async () => {
    const one = await CountingAlertmanager.start(0);
    started.push(one);
    const sent = sendTestAlert(new AlertmanagerGroup([apiOf(one)]), [slack], {}, 1);
    one.endAfter(1);
    const [answer] = await sent;
    expect(answer?.beyondSeconds).toBeLessThan(0.6);
    expect(one.posted).toHaveLength(1);
  });
});
