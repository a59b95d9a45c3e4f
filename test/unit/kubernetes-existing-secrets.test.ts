import { describe, expect, it } from "vitest";
import { existingSecretFaults } from "../../cli/lib/kubernetes/existing-secrets";
import type { Kubectl } from "../../cli/lib/kubernetes/kubectl";

const place = "sightline:receivers.on-call.slack.0.url";
const secret = (name: string, key: string) => ({
  project: "sightline-dev",
  config: {
    "sightline:receivers": JSON.stringify({ "on-call": { slack: [{ url: { kubernetesSecret: { name, key } } }] } }),
    "sightline:redisPassword": "unrelated",
  },
});
/** A cluster with one secret, whose value nobody asks for. */
const kubectl = (stderr = "") =>
  ({
    attempt: (args: readonly string[]) => {
      expect(args.at(-1)).toMatch(/^go-template=\{\{range \$key, \$_ := \.data\}\}/);
      const there = stderr === "" && args[2] === "chat" && args[4] === "sightline-dev";
      const refusal = stderr === "" ? `Error from server (NotFound): secrets "${args[2]}" not found` : stderr;
      return Promise.resolve({ code: there ? 0 : 1, stdout: there ? "slack-url\ntoken\n" : "", stderr: refusal });
    },
  }) as unknown as Kubectl;
const there = new Set(["sightline-dev"]);
const nothing = { faults: [], notes: [] };

describe("secrets that the configuration only names", () => {
  it("are in the cluster, with their key", async () => {
    expect(await existingSecretFaults(kubectl(), secret("chat", "slack-url"), there)).toEqual(nothing);
    expect(await existingSecretFaults(kubectl(), secret("chat", "slack_url"), there)).toEqual({
      faults: [`${place} is key "slack_url" of secret "chat", and that has no such key; did you mean "slack-url"?`],
      notes: [],
    });
    expect(await existingSecretFaults(kubectl(), secret("chats", "url"), there)).toEqual({
      faults: [`${place} is key "url" of secret "chats", and the namespace sightline-dev has no such secret`],
      notes: [],
    });
  });

  it("are waited for in a namespace that `up` makes", async () => {
    const { faults, notes } = await existingSecretFaults(kubectl(), secret("chat", "slack-url"), new Set());
    expect(faults).toEqual([]);
    expect(notes).toEqual([
      "the namespace sightline-dev is made by `up`; pods there wait until it has these secrets: chat",
    ]);
  });

  it("aren't asked for where none is named, nor told of to who may not see them", async () => {
    expect(await existingSecretFaults(kubectl(), { project: "sightline-dev", config: {} }, there)).toEqual(nothing);
    const forbidden = kubectl('Error from server (Forbidden): secrets "chat" is forbidden');
    expect(await existingSecretFaults(forbidden, secret("chat", "slack-url"), there)).toEqual(nothing);
  });
});
