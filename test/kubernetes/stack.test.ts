import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import type { CommandResult } from "../lib/command";
import { quickLevels } from "../lib/levels";
import { needsKubernetes } from "../lib/needs";
import { Receiver } from "../lib/receiver";
import { NODE_ADDRESS } from "./cluster/addresses";
import { startCluster, type Cluster } from "./cluster/cluster";
import { ClusterStack } from "./lib/stack";
import { alertTests } from "./stack/alerts";
import { changeTests } from "./stack/change";
import { driftTests } from "./stack/drift";
import { networkTests } from "./stack/network";
import { runningTests } from "./stack/running";
import { survivalTests } from "./stack/survival";

/** One stack, brought up once by the real command; each chapter goes on where the one before it left off. */
export interface Story {
  readonly stack: ClusterStack;
  readonly receiver: Receiver;
  /** What the first `up` said. */
  readonly first: CommandResult;
  /** The configuration that the stack runs with; chapters add to it. */
  settings: Readonly<Record<string, unknown>>;
}

/** As a bot's looks. */
const token = `1234567890:${"a".repeat(35)}`;

describe("a stack on Kubernetes, by kubectl", () => {
  const kubernetes = needsKubernetes();
  let cluster: Cluster;
  let story: Story;

  beforeAll(async () => {
    if (!kubernetes) return;
    cluster = await startCluster({ log: console.log });
    const stack = new ClusterStack("test-story", cluster);
    await stack.clear();
    const receiver = await Receiver.start(`/hooks/${randomBytes(12).toString("hex")}`);
    const url = receiver.url(NODE_ADDRESS);
    const settings = {
      receivers: {
        people: { webhook: [{ url: stack.secret("webhook-url", url) }] },
        // Told of nothing here: with it Alertmanager's container is started another way.
        chat: { telegram: [{ botToken: stack.secret("token", token), chatId: -1, url: new URL(url).origin }] },
      },
      defaultReceivers: ["people"],
      routes: [{ match: { labels: { drill: "yes" } }, receivers: "chat" }],
      levels: quickLevels,
      kubernetes: { size: "ha" },
    };
    stack.configure(settings);
    const first = await stack.up();
    story = { stack, receiver, first, settings };
  });
  afterAll(async () => {
    await story?.stack.remove();
    await story?.receiver.close();
    await cluster?.stop();
  });

  const get = () => story;
  describe("once it's up", () => runningTests(get));
  describe("alerts", () => alertTests(get));
  describe("a changed rule", () => changeTests(get));
  describe("what somebody changed by hand", () => driftTests(get));
  describe("the network", () => networkTests(get));
  describe("what was stored", () => survivalTests(get));
});
