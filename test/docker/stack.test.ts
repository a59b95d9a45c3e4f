import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import type { CommandResult } from "../lib/command";
import { quickLevels } from "../lib/levels";
import { needsDocker } from "../lib/needs";
import { freePorts } from "../lib/ports";
import { Receiver } from "../lib/receiver";
import { hostAddress, TestStack } from "../lib/stack";
import { alertTests, resolvedTests } from "./stack/alerts";
import { changeTests } from "./stack/change";
import { grafanaTests } from "./stack/grafana";
import { renderTests } from "./stack/render";
import { runningTests } from "./stack/running";
import { secretTests } from "./stack/secrets";
import { supplyTests } from "./stack/supply";
import { survivalTests } from "./stack/survival";
import { viewerTests } from "./stack/viewer";
import { viewTests } from "./stack/view";

/** One stack, brought up once by the real command; each chapter goes on where the one before it left off. */
export interface Story {
  readonly stack: TestStack;
  readonly receiver: Receiver;
  /** What the first `up` said. */
  readonly first: CommandResult;
  /** In the receiver's path: as secret as a chat service's webhook. */
  readonly token: string;
  /** The configuration that the stack runs with; chapters add to it. */
  settings: Readonly<Record<string, unknown>>;
}

describe("a stack on Docker, by Compose", () => {
  const docker = needsDocker();
  let story: Story;

  beforeAll(async () => {
    if (!docker) return;
    const stack = new TestStack("test-story", await freePorts());
    await stack.clear();
    const token = randomBytes(12).toString("hex");
    const receiver = await Receiver.start(`/hooks/${token}`);
    const settings = {
      alertWebhookUrl: stack.secret("webhook-url", receiver.url(hostAddress())),
      alerts: { TargetDown: { for: "4s" } },
      levels: quickLevels,
    };
    stack.configure(settings);
    const first = await stack.up();
    story = { stack, receiver, first, token, settings };
  });
  afterAll(async () => {
    await story?.stack.remove();
    await story?.receiver.close();
  });

  const get = () => story;
  describe("once it's up", () => runningTests(get));
  describe("its dashboards", () => viewTests(get));
  describe("Grafana", () => grafanaTests(get));
  describe("what stands in for Grafana", () => viewerTests(get));
  describe("alerts", () => alertTests(get));
  describe("a changed threshold", () => changeTests(get));
  describe("secrets", () => secretTests(get));
  describe("what is rendered", () => renderTests(get));
  describe("what it consists of", () => supplyTests(get));
  describe("alerts of before", () => resolvedTests(get));
  describe("what was stored", () => survivalTests(get));
});
