import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, ViewerSite } from "./site";

let site: ViewerSite;
beforeEach(async () => {
  site = await ViewerSite.start({ answerSeconds: 1 });
});
afterEach(() => site.stop());

const proxy = "/api/datasources/proxy/uid/prometheus";
const api = `${proxy}/api/v1`;
const authorization = basic();
const form = "application/x-www-form-urlencoded";

describe("reads of the query API", () => {
  it.each([
    ["GET", "query", "query=up&time=1"],
    ["POST", "query", "query=up"],
    ["GET", "query_range", "query=up&start=1&end=2&step=1"],
    ["POST", "query_range", "query=up&start=1&end=2&step=1"],
    ["GET", "series", "match[]=up"],
    ["POST", "labels", "match[]=up&match[]=down"],
    ["GET", "label/job/values", "match[]=up&start=1&end=2"],
    ["GET", "label/__name__/values", ""],
  ])("by %s of %s are handed on", async (method, path, parameters) => {
    const post = method === "POST";
    const headers: Record<string, string> = { authorization, cookie: "a=b", "x-mine": "1" };
    if (post) headers["content-type"] = form;
    const url = `${api}/${path}${post ? "" : `?${parameters}`}`;
    const reply = await site.ask(method, url, headers, post ? parameters : undefined);
    expect(reply).toMatchObject({ status: 200, body: '{"status":"success"}' });
    expect(reply.headers).not.toHaveProperty("set-cookie");
    expect(reply.headers).not.toHaveProperty("location");
    const [asked] = site.asked;
    expect(asked?.url.split("?")[0]).toBe(`/api/v1/${path}`);
    const got = new URLSearchParams(asked?.body || asked?.url.split("?")[1]);
    expect([...got].sort()).toEqual([...new URLSearchParams(parameters), ["timeout", "1s"]].sort());
    expect(asked?.headers).not.toHaveProperty("authorization");
    expect(asked?.headers).not.toHaveProperty("cookie");
    expect(asked?.headers).not.toHaveProperty("x-mine");
  });

  it("tell what is wrong with a query in Prometheus' own words", async () => {
    site.answer = { status: 400, body: '{"status":"error","errorType":"bad_data","error":"parse error"}' };
    expect(await site.ask("GET", `${api}/query?query=(`, { authorization })).toMatchObject({
      status: 400,
      body: expect.stringContaining("parse error") as string,
    });
  });
});

/** Method, path, status; a header or a body where it takes one. */
const refused: [string, string, number, Record<string, string>?, string?][] = [
  ["POST", `${proxy}/api/v1/admin/tsdb/delete_series`, 403],
  ["POST", `${proxy}/api/v1/admin/tsdb/snapshot`, 403],
  ["POST", `${proxy}/api/v1/admin/tsdb/clean_tombstones`, 403],
  ["POST", `${proxy}/-/reload`, 403],
  ["POST", `${proxy}/-/quit`, 403],
  ["GET", `${proxy}/federate?match[]=up`, 403],
  ["POST", `${proxy}/api/v1/write`, 403],
  ["POST", `${proxy}/api/v1/read`, 403],
  ["POST", `${proxy}/api/v1/otlp/v1/metrics`, 403],
  ["GET", `${proxy}/api/v1/targets`, 403],
  ["GET", `${proxy}/api/v1/status/config`, 403],
  ["GET", `${proxy}/api/v1/status/flags`, 403],
  ["GET", `${proxy}/api/v1/alertmanagers`, 403],
  ["GET", `${proxy}/api/v1/rules`, 403],
  ["GET", `${proxy}/metrics`, 403],
  ["GET", `${proxy}/debug/pprof/heap`, 403],
  ["GET", `${proxy}/graph`, 403],
  ["GET", `${proxy}/api/v1/query/../admin`, 404],
  ["GET", `${proxy}/api/v1/../../-/reload`, 404],
  ["GET", `${proxy}/api/v1/query%2f..%2f..%2f-%2freload`, 404],
  ["GET", `${proxy}/api/v1/%71uery?query=up`, 404],
  ["GET", `${proxy}/api/v1//query?query=up`, 404],
  ["GET", `${proxy}/api/v1/query;x?query=up`, 404],
  ["GET", `${proxy}/api/v1/query/?query=up`, 403],
  ["GET", `${proxy}/api/v1/query%00?query=up`, 404],
  ["GET", `${proxy}\\api\\v1\\query?query=up`, 404],
  ["GET", `${proxy}/api/v1/label/a%2f..%2fb/values`, 404],
  ["GET", `${proxy}/api/v1/label/../../admin/values`, 404],
  ["GET", `${proxy}/api/v1/label/a-b/values`, 403],
  ["GET", `${proxy}/api/v2/query?query=up`, 403],
  ["GET", `${proxy}/API/V1/query?query=up`, 403],
  ["GET", "/api/datasources/proxy/uid/other/api/v1/query?query=up", 403],
  ["GET", "/api/datasources/proxy/1/api/v1/query?query=up", 403],
  ["GET", "/api/datasources/proxy/uid/http://evil.example/api/v1/query", 404],
  ["GET", "/api/datasources/uid/prometheus", 404],
  ["GET", "http://evil.example/api/v1/query?query=up", 404],
  ["GET", `http://127.0.0.1:9090${api}/query?query=up`, 404],
  ["PUT", `${api}/query`, 405],
  ["DELETE", `${api}/series?match[]=up`, 405],
  ["PATCH", `${api}/query`, 405],
  ["OPTIONS", `${api}/query`, 405],
  ["HEAD", `${api}/query?query=up`, 405],
  ["POST", `${api}/label/job/values`, 405],
  ["POST", `${api}/query`, 415, { "content-type": "application/json" }, '{"query":"up"}'],
  ["POST", `${api}/query`, 415, { "content-type": form, "content-encoding": "gzip" }, "query=up"],
  ["POST", `${api}/query`, 413, { "content-type": form }, `query=${"x".repeat(70_000)}`],
  [
    "POST",
    `${api}/query`,
    413,
    { "content-type": form, "transfer-encoding": "chunked" },
    `query=${"x".repeat(70_000)}`,
  ],
  ["GET", `${api}/query?query=up&url=http://evil.example`, 400],
  ["POST", `${api}/query`, 400, { "content-type": form }, "query=up&max_source_resolution=1"],
  ["POST", `${api}/query`, 403, { "content-type": form, origin: "http://evil.example" }, "query=up"],
  ["POST", `${api}/query`, 403, { "content-type": form, "sec-fetch-site": "same-site" }, "query=up"],
];

describe("everything else", () => {
  it.each(refused)("%s %s is refused (%i)", async (method, path, status, headers = {}, body = undefined) => {
    expect((await site.ask(method, path, { authorization, ...headers }, body)).status).toBe(status);
    expect(site.asked).toEqual([]);
  });

  it("isn't told from what is allowed, without a login", async () => {
    for (const path of [`${api}/query?query=up`, `${proxy}/-/reload`, `${api}/admin/tsdb/snapshot`]) {
      expect((await site.ask("GET", path)).status).toBe(401);
    }
    expect(site.asked).toEqual([]);
  });

  it.each(["CONNECT 127.0.0.1:9090 HTTP/1.1", "GET  HTTP/1.1", `GET ${api}/query HTTP/9`, "nonsense"])(
    "that isn't HTTP as a browser speaks it gets nowhere: %s",
    async (line) => {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(site.port, "127.0.0.1", () => socket.write(`${line}\r\nHost: x\r\n\r\n`));
        let got = "";
        socket.on("data", (data) => (got += data.toString()));
        socket.on("close", () => resolve(got));
        socket.on("error", () => resolve(got));
      });
      expect(answer).toMatch(/^(HTTP\/1\.1 [45]\d\d|$)/);
      expect(site.asked).toEqual([]);
    },
  );
});

describe("a Prometheus that isn't well", () => {
  const query = (target = site) => target.ask("GET", `${api}/query?query=up`, { authorization });

  it("and takes too long is given up", async () => {
    site.answer = { delay: 1500 };
    expect(await query()).toMatchObject({ status: 504, body: expect.stringContaining("took too long") as string });
  });

  it("and isn't there is told", async () => {
    const other = await ViewerSite.start({ prometheusUrl: "http://127.0.0.1:9" });
    expect(await query(other)).toMatchObject({
      status: 502,
      body: expect.stringContaining("can't be reached") as string,
    });
    await other.stop();
  });

  it.each([
    ["leads elsewhere", { status: 302 }],
    ["answers with a page", { type: "text/html", body: "<script>alert(1)</script>" }],
  ])("and %s isn't followed or shown", async (_what, answer) => {
    site.answer = answer;
    const reply = await query();
    expect([reply.status, reply.headers.location]).toEqual([502, undefined]);
    expect(reply.body).not.toContain("script");
  });
});
