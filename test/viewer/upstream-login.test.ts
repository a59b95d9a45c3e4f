import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attempt } from "../../cli/lib/shell";
import { projectFolder } from "../../cli/lib/stack-config";
import { basic, ViewerSite } from "./site";

/** What Prometheus asks of the viewer; it changes under way, as a file does. */
let upstream: string;
let site: ViewerSite;
beforeEach(async () => {
  upstream = "of-prometheus";
  site = await ViewerSite.start({ prometheusLogin: { user: "sightline", password: () => upstream } });
});
afterEach(() => site.stop());

const api = "/api/datasources/proxy/uid/prometheus/api/v1";
const query = (headers: Record<string, string>) => site.ask("GET", `${api}/query?query=up`, headers);

describe("a Prometheus that asks for a login", () => {
  it.each<[string, () => Promise<Record<string, string>>]>([
    ["Basic authentication", () => Promise.resolve({ authorization: basic() })],
    ["a session", async () => ({ cookie: await site.cookie() })],
  ])("gets the viewer's, and nothing of who asked by %s", async (_what, headers) => {
    expect(await query(await headers())).toMatchObject({ status: 200 });
    expect(site.asked.at(-1)?.headers.authorization).toBe(basic("of-prometheus", "sightline"));
    expect(site.asked.at(-1)?.headers).not.toHaveProperty("cookie");
  });

  it("gets it with a posted query, too", async () => {
    const headers = { authorization: basic(), "content-type": "application/x-www-form-urlencoded" };
    expect(await site.ask("POST", `${api}/query`, headers, "query=up")).toMatchObject({ status: 200 });
    expect(site.asked.at(-1)).toMatchObject({
      method: "POST",
      headers: { authorization: basic("of-prometheus", "sightline") },
    });
  });

  it("gets the new password as soon as it's there", async () => {
    await query({ authorization: basic() });
    upstream = "another";
    await query({ authorization: basic() });
    const sent = site.asked.map(({ headers }) => headers.authorization);
    expect(sent).toEqual([basic("of-prometheus", "sightline"), basic("another", "sightline")]);
  });

  it("is asked for nobody without a login here", async () => {
    const replies = [await query({}), await query({ authorization: basic("of-prometheus", "sightline") })];
    expect(replies.map(({ status }) => status)).toEqual([401, 401]);
    expect(site.asked).toEqual([]);
  });

  it("and refuses is told as that: a 401 of its own would log a person out here", async () => {
    site.answer = { status: 401, type: "text/plain", body: "Unauthorized" };
    const reply = await query({ authorization: basic() });
    expect(reply).toMatchObject({ status: 502, body: expect.stringContaining("refuses the viewer's login") as string });
    expect(reply.headers).not.toHaveProperty("www-authenticate");
    expect(reply.body).not.toContain("of-prometheus");
  });
});

describe("the viewer's program", () => {
  const start = (env: Record<string, string>) =>
    attempt(process.execPath, ["--require", "tsx/cjs", join(projectFolder, "viewer/server/main.ts")], {
      cwd: projectFolder,
      env: { NODE_OPTIONS: undefined, VITEST: undefined, ...env },
    });

  it.each<[string, Record<string, string>, RegExp]>([
    ["a user", { PROMETHEUS_USER: "sightline" }, /^PROMETHEUS_PASSWORD_FILE isn't set$/m],
    ["a password", { PROMETHEUS_PASSWORD_FILE: "/nowhere" }, /^PROMETHEUS_USER isn't set$/m],
    [
      "a file",
      { PROMETHEUS_PASSWORD_FILE: "/nowhere" },
      /^PROMETHEUS_PASSWORD_FILE: \/nowhere isn't there, or is empty$/m,
    ],
  ])("told only half of Prometheus' login by %s says what is missing", async (_what, env, expected) => {
    const { code, stderr } = await start(env);
    expect(code).toBe(1);
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/^ADMIN_PASSWORD_FILE isn't set$/m);
  });

  it("asks for none of it where Prometheus asks for no login", async () => {
    expect((await start({})).stderr).not.toMatch(/PROMETHEUS_(USER|PASSWORD)/);
  });
});
