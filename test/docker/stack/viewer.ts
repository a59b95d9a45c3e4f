import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { run } from "../../../cli/lib/shell";
import { TestBrowser, type Page } from "../../viewer/browser";
import type { Story } from "../stack.test";

/** Where Grafana's image can't be had: what stands in for it, in a real browser and on its real Prometheus. */
export function viewerTests(story: () => Story): void {
  const there = () => story()?.first.output.includes("In Grafana's place") ?? false;
  const said = () => `http://localhost:${story().stack.ports.grafana}`;
  // The tests' browser knows no names, so that it couldn't reach another host either.
  const url = () => `http://127.0.0.1:${story().stack.ports.grafana}`;
  const dashboards = ["pharmacy-care-plan", "sightline-stack"];
  const noBrowser = process.env["SIGHTLINE_NO_BROWSER"];
  let browser: TestBrowser;

  beforeAll(async () => {
    if (there() && noBrowser === undefined) browser = await TestBrowser.start();
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => skip(!there(), "Grafana itself runs here"));

  async function login(page: Page, path: string): Promise<void> {
    await page.goto(url() + path);
    await page.getByLabel("Password").fill(story().stack.secrets()["grafana-admin"] as string);
    await page.getByRole("button", { name: "Log in" }).click();
  }

  it("is told by `up` in one line, with what it lacks and every dashboard's URL", () => {
    const { output } = story().first;
    expect(output).toMatch(/^In Grafana's place: a read-only viewer .*without editing, Explore, alert pages/m);
    for (const uid of dashboards) expect(output).toContain(`${said()}/d/${uid}\n`);
    expect(output).toMatch(/^ok +viewer +8 dashboards$/m);
  });

  it.for(dashboards)("shows every panel of %s with data, and asks nobody but its own host", async (uid, { skip }) => {
    skip(noBrowser !== undefined, noBrowser);
    const { page, context, complaints, requested } = await browser.tab();
    await login(page, `/d/${uid}?from=now-5m&to=now&refresh=`);
    await page.locator(".grid[aria-busy=false] canvas").first().waitFor();
    await page.waitForTimeout(1000);
    const shown = await page.evaluate<{ title: string; text: string }[]>(
      "[...document.querySelectorAll('[data-panel-title]')].map((p) => ({ title: p.dataset.panelTitle, text: p.textContent }))",
    );
    const expected = await page.evaluate<number>(
      `fetch("/api/dashboards/uid/${uid}").then((r) => r.json()).then(({ dashboard }) => dashboard.panels.filter(({ type }) => type !== "row").length)`,
    );
    expect(shown.length).toBe(expected);
    expect(shown.filter(({ text }) => /No data|failed to draw|can't draw/.test(text))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requested.filter((each) => !each.startsWith(`${url()}/`) && !each.startsWith("data:"))).toEqual([]);
    await context.close();
  });

  it("reads, and can't do anything else to Prometheus", async () => {
    const password = story().stack.secrets()["grafana-admin"] as string;
    const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
    const proxy = `${url()}/api/datasources/proxy/uid/prometheus`;
    const read = await fetch(`${proxy}/api/v1/query?query=up`, { headers });
    expect([read.status, ((await read.json()) as { status: string }).status]).toEqual([200, "success"]);
    const tries = ["/api/v1/admin/tsdb/snapshot", "/-/reload", "/-/quit"].map(async (path) => {
      return (await fetch(proxy + path, { method: "POST", headers })).status;
    });
    expect(await Promise.all(tries)).toEqual([403, 403, 403]);
  });

  it("has nothing to write to, nothing of root's, and little memory", async () => {
    const name = `${story().stack.project}-viewer`;
    const inspect = await run("docker", ["inspect", name]);
    const [{ Config, HostConfig, Mounts }] = JSON.parse(inspect) as [
      Record<"Config" | "HostConfig", Record<string, unknown>> & { Mounts: { RW: boolean }[] },
    ];
    expect(Config).toMatchObject({ User: "65534:65534" });
    expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ["ALL"], Memory: 160 * 2 ** 20 });
    expect(Mounts.filter(({ RW }) => RW)).toEqual([]);
    const metrics = await (await fetch(`${url()}/metrics`)).text();
    const resident = Number(/^process_resident_memory_bytes (\d+)$/m.exec(metrics)?.[1]);
    expect(resident).toBeLessThan(110 * 2 ** 20);
  });
}
