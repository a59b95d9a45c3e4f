import { describe, expect, it } from "vitest";
import { checkSignals } from "../../signals/check";
import * as genai from "../../signals/genai";
import { withSpend } from "../../signals/spend/complete";
import { spendRules } from "../../signals/spend/rules";
import type { Workload } from "../../signals/workload";
import { noPromtool } from "../lib/promtool";
import { testRules } from "../lib/rules";

const models = ["gpt-4o", "gpt-4.1-mini"];
const client = genai.client({ models, operations: ["chat", "embeddings"] });

/** An application that has no names of its own. */
const workload: Workload = {
  name: "assistant",
  title: "Assistant",
  description: "Answers questions.",
  metrics: [...client, ...genai.server({ models })],
  rules: [],
  dashboards: [],
  spend: genai.spend(client, { models, dailyBudgetUsd: 20 }),
  documentMetrics: {},
};

describe("the GenAI conventions", () => {
  it("have the five metrics under the names that Prometheus stores", () => {
    expect(workload.metrics.map(({ name }) => name)).toEqual([
      "gen_ai_client_token_usage",
      "gen_ai_client_operation_duration_seconds",
      "gen_ai_server_request_duration_seconds",
      "gen_ai_server_time_per_output_token_seconds",
      "gen_ai_server_time_to_first_token_seconds",
    ]);
  });

  it("have the bounds that they advise", () => {
    const powers = (base: number, factor: number, count: number) =>
      Array.from({ length: count }, (_, i) => Number((base * factor ** i).toPrecision(6)));
    expect(genai.tokenBuckets).toEqual(powers(1, 4, 14).map((_, i) => 4 ** i));
    expect(genai.durationBuckets).toEqual(powers(0.01, 2, 14));
    expect(genai.perTokenBuckets).toHaveLength(13);
    expect(genai.firstTokenBuckets).toHaveLength(16);
  });

  it("have the labels of their attributes", () => {
    const [tokens, duration] = client;
    expect(Object.keys(tokens.labels)).toEqual([
      "gen_ai_operation_name",
      "gen_ai_provider_name",
      "gen_ai_request_model",
      "gen_ai_token_type",
    ]);
    expect(Object.keys(duration.labels)).toContain("error_type");
    const [former] = genai.client({ models, formerNames: true, responseModels: ["gpt-4o-2024-08-06"], servers: ["a"] });
    expect(Object.keys(former.labels)).toEqual([
      "gen_ai_operation_name",
      "gen_ai_system",
      "gen_ai_request_model",
      "gen_ai_response_model",
      "server_address",
      "gen_ai_token_type",
    ]);
  });

  it("are a contract without a fault, spend included", () => {
    expect(checkSignals({ workload: withSpend(workload), platformRules: [], exporters: ["prometheus"] })).toEqual([]);
  });

  it("have a spend whose alerts do as their proofs say", ({ skip }) => {
    skip(noPromtool !== undefined, noPromtool);
    const { ok, output } = testRules(spendRules(workload), workload.metrics);
    expect(ok, output).toBe(true);
  });
});
