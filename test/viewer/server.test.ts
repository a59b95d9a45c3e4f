import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localPath } from "../../viewer/server/logins";
import { passwordFile } from "../../viewer/server/password-file";
import { Throttle } from "../../viewer/server/throttle";
import { basic, password, ViewerSite } from "./site";

let site: ViewerSite;
beforeEach(async () => {
  site = await ViewerSite.start();
});
afterEach(() => site.stop());

const api = "/api/datasources/proxy/uid/prometheus/api/v1";

describe("without a login", () => {
  it.each([
    "/api/search",
    "/api/dashboards/uid/shop",
    "/api/frontend/settings",
    "/assets/page-abc.js",
    `${api}/query?query=up`,
  ])("%s is refused", async (path) => {
    expect(await site.ask("GET", path)).toMatchObject({ status: 401 });
    expect(site.asked).toEqual([]);
  });

  it.each(["/", "/dashboards", "/d/shop", "/d/shop/the-shop?from=now-6h&var-a=b"])("%s leads to it", async (path) => {
    const { status, headers } = await site.ask("GET", path);
    expect([status, headers.location]).toEqual([303, `/login?next=${encodeURIComponent(path)}`]);
  });

  it("health, metrics and the login's own files are there, and tell of nothing", async () => {
    expect((await site.ask("GET", "/api/health")).body).toBe('{"status":"ok","program":"sightline-viewer"}');
    const { body } = await site.ask("GET", "/metrics");
    expect(body).toMatch(/^sightline_viewer_requests_total\{code="2xx"\} 1$/m);
    expect(body).not.toMatch(/shop|admin|127\.0\.0\.1/i);
    for (const path of ["/login", "/login.css", "/icon.svg"]) expect((await site.ask("GET", path)).status).toBe(200);
  });
});

describe("a login", () => {
  it("begins a session that no script reads and no other site sends", async () => {
    const { status, headers } = await site.form("/login", { user: "admin", password, next: "/d/shop?theme=light" });
    expect([status, headers.location]).toEqual([303, "/d/shop?theme=light"]);
    const [cookie = ""] = headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^sightline_[0-9a-f]{8}=\S+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await site.ask("GET", "/d/shop", { cookie: cookie.split(";")[0] as string })).status).toBe(200);
  });

  it("is Secure behind TLS", async () => {
    const other = await ViewerSite.start({ rootUrl: "https://grafana.example" });
    expect((await other.login()).headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    await other.stop();
  });

  it("says the same of a wrong user as of a wrong password", async () => {
    const answers = [await site.login("wrong"), await site.login(password, "root"), await site.login("", "")];
    expect(new Set(answers.map(({ status, body }) => `${status}${body}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401 });
    expect(answers.flatMap(({ headers }) => headers["set-cookie"] ?? [])).toEqual([]);
  });

  it("outlives a restart, and no change of the password", async () => {
    const cookie = await site.cookie();
    const [again, changed] = [await ViewerSite.start(), await ViewerSite.start({ password: () => "another" })];
    expect((await again.ask("GET", "/api/search", { cookie })).status).toBe(200);
    expect((await changed.ask("GET", "/api/search", { cookie })).status).toBe(401);
    await Promise.all([again.stop(), changed.stop()]);
  });

  it("ends at once when the password's file changes, and only the new one is taken from then on", async () => {
    const folder = mkdtempSync(join(tmpdir(), "viewer-password-"));
    const file = join(folder, "admin-password");
    writeFileSync(file, password);
    const said: string[] = [];
    const other = await ViewerSite.start({ password: passwordFile(file), log: (line) => said.push(line) });
    const statuses = async (headers: Record<string, string>[]) =>
      Promise.all(headers.map(async (each) => (await other.ask("GET", "/api/search", each)).status));
    const before: Record<string, string>[] = [{ cookie: await other.cookie() }, { authorization: basic() }];
    expect(await statuses(before)).toEqual([200, 200]);

    // As it is for an instant while it's written, and while it's replaced.
    writeFileSync(file, "");
    expect(await statuses(before)).toEqual([200, 200]);
    rmSync(file);
    expect(await statuses(before)).toEqual([200, 200]);
    expect(said).toEqual([]);

    writeFileSync(file, "another-horse\n");
    expect(await statuses([...before, { authorization: basic("another-horse") }])).toEqual([401, 401, 200]);
    expect(said[0]).toBe("the password has changed: every session has ended");
    expect((await other.login("another-horse")).status).toBe(303);
    // A password of before doesn't bring its sessions back unless it's the password again.
    expect(await statuses(before)).toEqual([401, 401]);
    await other.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("isn't to be had without a password's file", () => {
    expect(() => passwordFile("/nowhere/admin-password")).toThrow("/nowhere/admin-password isn't there, or is empty");
  });

  it("ends by itself after seven days", async () => {
    const cookie = await site.cookie();
    site.ahead = 6.9 * 86_400_000;
    expect((await site.ask("GET", "/api/search", { cookie })).status).toBe(200);
    site.ahead = 7 * 86_400_000 + 1000;
    expect((await site.ask("GET", "/api/search", { cookie })).status).toBe(401);
  });

  it("ends by logging out, also for whoever copied the cookie", async () => {
    const cookie = await site.cookie();
    const { status, headers } = await site.ask("POST", "/logout", { cookie });
    expect([status, headers.location]).toEqual([303, "/login"]);
    expect(headers["set-cookie"]?.[0]).toMatch(/=; Max-Age=0; /);
    expect((await site.ask("GET", "/api/search", { cookie })).status).toBe(401);
  });

  it.each([
    ["altered", (cookie: string) => `${cookie.slice(0, -1)}${cookie.endsWith("A") ? "B" : "A"}`],
    ["prolonged", (cookie: string) => cookie.replace(/=[^.]+/, "=zzzzzzzzz")],
    ["without a signature", (cookie: string) => cookie.replace(/\.[^.]+$/, ".")],
    ["cut off", (cookie: string) => cookie.split(".")[0] as string],
    ["with more behind it", (cookie: string) => `${cookie}.x`],
  ])("isn't one by a cookie that was %s", async (_what, change) => {
    const cookie = change(await site.cookie());
    expect((await site.ask("GET", "/api/search", { cookie })).status).toBe(401);
  });

  it("is slowed by the address that the proxy tells, where there's one, and by no other that is told", async () => {
    const wrong = (other: ViewerSite, from: string) => other.login("wrong", "admin", { "x-forwarded-for": from });
    const other = await ViewerSite.start({ behindProxy: true });
    for (const made of ["1", "2", "3", "4", "5"]) await wrong(other, `10.9.9.${made}, 10.0.0.1`);
    expect((await wrong(other, "10.9.9.9, 10.0.0.1")).status).toBe(429);
    expect((await wrong(other, "10.0.0.2")).status).toBe(401);
    await other.stop();
    for (const made of ["1", "2", "3", "4", "5"]) await wrong(site, `10.0.0.${made}`);
    expect((await wrong(site, "10.0.0.6")).status).toBe(429);
  });

  it("by Basic is good for one request, as with Grafana's API", async () => {
    const { status, headers } = await site.ask("GET", "/api/search", { authorization: basic() });
    expect([status, headers["set-cookie"]]).toEqual([200, undefined]);
    for (const authorization of [basic("wrong"), basic(password, "root"), "Basic ", "Basic !", `Bearer ${password}`]) {
      expect((await site.ask("GET", "/api/search", { authorization })).status).toBe(401);
    }
  });

  it.each<[string, Record<string, string>]>([
    ["of another site", { origin: "http://evil.example" }],
    ["of nobody", { origin: "null" }],
    ["of another port", { origin: "http://localhost:8000", host: "localhost:3000" }],
    ["across sites", { "sec-fetch-site": "cross-site" }],
    ["across ports", { "sec-fetch-site": "same-site" }],
  ])("isn't taken from a page %s", async (_what, headers) => {
    expect((await site.login(password, "admin", headers)).status).toBe(403);
  });

  it("takes a small form only", async () => {
    expect((await site.login("x".repeat(5000))).status).toBe(413);
    expect((await site.ask("POST", "/login", { "content-type": "application/json" }, "{}")).status).toBe(415);
  });

  it.each([
    ["/d/shop?a=b", "/d/shop?a=b"],
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/.//evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
    [undefined, "/"],
  ])("leads from %j to %s", (given, to) => {
    expect(localPath(given)).toBe(to);
  });

  it("writes nothing of a request into its page", async () => {
    const { body } = await site.ask("GET", `/login?next=${encodeURIComponent('/"><script>alert(1)</script>')}`);
    expect(body).not.toContain("<script");
  });
});

describe("failed logins", () => {
  it("are slowed down, the right password too, and an open session isn't", async () => {
    const cookie = await site.cookie();
    for (let i = 0; i < 5; i++) expect((await site.login("wrong")).status).toBe(401);
    const slowed = await site.login();
    expect(slowed.status).toBe(429);
    expect(Number(slowed.headers["retry-after"])).toBeGreaterThan(5);
    expect((await site.ask("GET", "/api/search", { authorization: basic() })).status).toBe(429);
    expect((await site.ask("GET", "/api/search", { cookie })).status).toBe(200);
    site.ahead += 10_000;
    expect((await site.login()).status).toBe(303);
  });

  it("are slowed down over all addresses, in bounded memory", () => {
    let now = 0;
    const throttle = new Throttle(() => now);
    for (let i = 0; i < 30; i++) {
      expect(throttle.wait(`10.0.0.${i}`)).toBe(0);
      throttle.failed(`10.0.0.${i}`);
    }
    expect(throttle.wait("10.9.9.9")).toBe(2);
    now += 2000;
    expect(throttle.wait("10.9.9.9")).toBe(0);
    for (let i = 0; i < 5000; i++) throttle.failed(`address ${i}`);
    expect(throttle.size).toBeLessThanOrEqual(1000);
  });
});

describe("what it serves", () => {
  const get = async (path: string) => site.ask("GET", path, { authorization: basic() });

  it("is the dashboards, as Grafana's API tells of them", async () => {
    expect(JSON.parse((await get("/api/search?type=dash-db&limit=500")).body)).toMatchObject([
      { uid: "shop", title: "Shop", type: "dash-db", url: "/d/shop" },
    ]);
    expect(JSON.parse((await get("/api/dashboards/uid/shop")).body).dashboard).toMatchObject({ uid: "shop" });
    expect((await get("/api/dashboards/uid/nope")).status).toBe(404);
  });

  it("is what is mounted now", async () => {
    site.dashboard("mail", "Mail");
    site.dashboard("shop", "The shop");
    const found = JSON.parse((await get("/api/search")).body) as { title: string }[];
    expect(found.map(({ title }) => title)).toEqual(["Mail", "The shop"]);
  });

  it("is the page at every address of the app", async () => {
    for (const path of ["/", "/dashboards", "/d/shop", "/d/shop/slug?var-a=b"]) {
      expect((await get(path)).body).toContain("the page");
    }
    const { headers } = await get("/assets/page-abc.js");
    expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(headers["cache-control"]).toMatch(/immutable/);
  });

  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "/assets//page-abc.js",
    "/.git/config",
    "/secret.txt",
    "/dashboards/shop.json",
    "/api/dashboards/uid/..%2f..%2fsecret",
    "/etc/passwd",
    "/api/admin/settings",
    "/api/users",
  ])("isn't %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])("isn't asked for by %s", async (method) => {
    for (const path of ["/", "/api/search", "/login"]) {
      expect((await site.ask(method, path, { authorization: basic() })).status).toBe(405);
    }
  });

  it("takes no POST but a login, a logout and a query", async () => {
    for (const path of ["/", "/api/search", "/api/dashboards/db", "/api/dashboards/uid/shop"]) {
      expect((await site.form(path, {}, { authorization: basic() })).status).toBe(405);
    }
  });

  it("is nobody else's to frame, sniff, keep or add to", async () => {
    for (const path of ["/", "/login", "/api/search", "/nothing", `${api}/query?query=up`]) {
      const { headers } = await get(path);
      expect(headers["content-security-policy"], path).toMatch(/^default-src 'self'; .*frame-ancestors 'none'$/);
      expect(headers["content-security-policy"]).not.toMatch(/script-src|unsafe-eval|https?:/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
    }
  });
});
