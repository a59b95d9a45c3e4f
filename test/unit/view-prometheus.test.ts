import { describe, expect, it } from "vitest";
import { prometheusAsk } from "../../signals/view/prometheus";
import type { Answer, Question } from "../../signals/view/types";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly form: string;
}

/** Asks a Prometheus that answers this. */
async function ask(question: Question, status: number, body: unknown): Promise<{ sent: Sent; answer: Answer }> {
  let sent: Sent | undefined;
  const fake: typeof fetch = async (url, init) => {
    sent = { url: String(url), method: init?.method ?? "GET", form: String(init?.body ?? "") };
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  };
  const answer = await prometheusAsk("http://prometheus:9090/", { fetch: fake })(question);
  return { sent: sent!, answer };
}

const data = (resultType: string, result: unknown) => ({ status: "success", data: { resultType, result } });
const instant: Question = { kind: "instant", expr: "a + b", time: 5 };

describe("what is asked", () => {
  it("is a form for queries, an address for label values", async () => {
    const range: Question = { kind: "range", expr: "up", start: 1, end: 2, step: 0.5 };
    const values: Question = { kind: "label-values", label: "job", match: 'up{a="b"}', start: 1, end: 2 };
    const form = { method: "POST", form: "query=a+%2B+b&time=5" };
    expect((await ask(instant, 200, data("vector", []))).sent).toEqual({
      url: "http://prometheus:9090/api/v1/query",
      ...form,
    });
    expect((await ask(range, 200, data("matrix", []))).sent).toMatchObject({
      url: "http://prometheus:9090/api/v1/query_range",
      form: "query=up&start=1&end=2&step=0.5",
    });
    expect((await ask(values, 200, { status: "success", data: ["a"] })).sent).toEqual({
      url: "http://prometheus:9090/api/v1/label/job/values?match%5B%5D=up%7Ba%3D%22b%22%7D&start=1&end=2",
      method: "GET",
      form: "",
    });
  });
});

describe("the answer", () => {
  it.each<[string, number, unknown, Answer]>([
    [
      "a vector",
      200,
      data("vector", [{ metric: { a: "b" }, value: [5, "NaN"] }]),
      { series: [{ metric: { a: "b" }, values: [[5, "NaN"]] }] },
    ],
    [
      "a matrix",
      200,
      data("matrix", [{ metric: {}, values: [[5, "1"]] }]),
      { series: [{ metric: {}, values: [[5, "1"]] }] },
    ],
    ["a number", 200, data("scalar", [5, "7"]), { series: [{ metric: {}, values: [[5, "7"]] }] }],
    ["a text", 200, data("string", [5, "x"]), { series: [{ metric: {}, values: [[5, "x"]] }] }],
    ["a native histogram", 200, data("vector", [{ metric: {}, histogram: [5, {}] }]), { series: [] }],
    ["with a warning", 200, { ...data("vector", []), warnings: ["slow"] }, { series: [] }],
    [
      "Prometheus' fault",
      400,
      { status: "error", errorType: "bad_data", error: "1:4: parse error" },
      { error: "bad_data: 1:4: parse error" },
    ],
    ["a proxy's fault", 502, "<h1>Bad\n Gateway</h1>", { error: "502 <h1>Bad Gateway</h1>" }],
    ["another program's", 200, {}, { error: "200 without a reason" }],
  ])("%s", async (_name, status, body, answer) => {
    expect((await ask(instant, status, body)).answer).toEqual(answer);
  });

  it("says why it couldn't be had", async () => {
    const refused: typeof fetch = () =>
      Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } }));
    expect(await prometheusAsk("http://x", { fetch: refused })(instant)).toEqual({
      error: "it can't be asked: ECONNREFUSED",
    });
    const silent: typeof fetch = (_url, init) =>
      new Promise((_, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));
    const answer = await prometheusAsk("http://x", { fetch: silent, timeoutSeconds: 0.02 })(instant);
    expect(answer).toEqual({ error: "no answer within 0.02 s" });
  });
});
