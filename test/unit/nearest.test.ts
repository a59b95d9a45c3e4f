import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../signals/nearest";

describe("nearest", () => {
  it.each([
    ["http_request_total", ["http_requests_total", "http_5xx_total"], "http_requests_total"],
    ["status_code", ["method", "status"], "status"],
    ["tenant", ["kb_id", "tenant_id"], "tenant_id"],
    ["retentionDay", ["retentionDays", "retentionSize"], "retentionDays"],
    ["pharmacy-careplan", ["pharmacy-care-plan", "self-rag"], "pharmacy-care-plan"],
    ["GRAFANA.PORT", ["grafana_port"], "grafana_port"],
    ["jbo", ["job"], undefined],
    ["jop", ["job"], "job"],
    ["pod", ["job", "instance"], undefined],
    ["a", ["b"], undefined],
    ["kafka_lag", ["up", "http_requests_total"], undefined],
    ["x", [], undefined],
    // Nearer by characters than by words, and the first of equals.
    ["error_total", ["error_total_count", "errors_total"], "errors_total"],
    ["abcd", ["abcf", "abce"], "abce"],
  ])("%s of %j is %s", (name, candidates, expected) => expect(nearest(name, candidates)).toBe(expected));
});

it("makes a hint, or nothing", () => {
  expect(didYouMean("jop", ["job"])).toBe('; did you mean "job"?');
  expect(didYouMean("nothing", ["job"])).toBe("");
});
