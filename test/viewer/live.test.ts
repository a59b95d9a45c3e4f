import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureViewer } from "../../cli/lib/viewer-build";
import { layOut } from "../../cli/lib/viewer-image";
import { needsBrowser } from "../lib/needs";
import { accessibilityFaults, TestBrowser, type Tab } from "./browser";
import { parametersOf, pretended, shop } from "./pretended-prometheus";
import { password, ViewerSite } from "./site";

const ready = needsBrowser();
let site: ViewerSite;
let browser: TestBrowser;
let tab: Tab;
const image = mkdtempSync(join(tmpdir(), "viewer-live-"));

beforeAll(async () => {
  if (!ready) return;
  const { dist } = await ensureViewer({ log: () => undefined });
  // As in the image; and a build that goes on meanwhile takes nothing away.
  layOut(dist, image);
  site = await ViewerSite.start({ assets: join(image, "public") });
  site.answer = pretended;
  browser = await TestBrowser.start();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  rmSync(image, { recursive: true, force: true });
});
beforeEach(async () => {
  if (!ready) return;
  await tab?.context.close();
  site.dashboard("shop", "Shop", shop);
  site.dashboard("mail", "Mail", { description: "Letters", tags: ["post"] });
});

async function loggedIn(path: string, options: Parameters<TestBrowser["tab"]>[0] = {}): Promise<Tab> {
  tab = await browser.tab(options);
  const [name = "", value = ""] = (await site.cookie()).split("=");
  await tab.context.addCookies([{ name, value, url: site.url }]);
  await tab.page.goto(site.url + path);
  return tab;
}

/** A dashboard whose panels are drawn. */
async function opened(path = "/d/shop", options: Parameters<TestBrowser["tab"]>[0] = {}): Promise<Tab> {
  await loggedIn(path, options);
  await drawn();
  return tab;
}

async function drawn(): Promise<void> {
  await tab.page.locator(".grid[aria-busy=false] canvas").first().waitFor();
}

const query = () => new URL(tab.page.url()).searchParams;
const panels = () =>
  tab.page.evaluate<string[]>(
    "[...document.querySelectorAll('[data-panel-title]')].map((panel) => panel.dataset.panelTitle)",
  );
const lastRange = () => {
  const asked = site.asked.filter(({ url }) => url.includes("query_range")).map(parametersOf);
  const last = asked.at(-1) as URLSearchParams;
  return Number(last.get("end")) - Number(last.get("start"));
};
const until = async (condition: () => boolean | Promise<boolean>) => {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it didn't come about within 15 s");
    await tab.page.waitForTimeout(50);
  }
};

describe("a person", () => {
  it("logs in, and comes to where they wanted to", async () => {
    tab = await browser.tab();
    const { page } = tab;
    await page.goto(`${site.url}/d/shop?from=now-3h&to=now`);
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("alert").textContent()).toBe("User or password is wrong.");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await drawn();
    expect([new URL(page.url()).pathname, query().get("from")]).toEqual(["/d/shop", "now-3h"]);
  });

  it("finds a dashboard in the list by the keyboard alone", async () => {
    const { page, complaints } = await loggedIn("/");
    await page.getByText("2 of 2 dashboards").waitFor();
    await page.getByLabel("Search").focus();
    await page.keyboard.type("post");
    await page.getByText("1 of 2 dashboards").waitFor();
    expect(await page.locator(".list li a").allTextContents()).toEqual(["Mail"]);
    await page.getByLabel("Search").fill("fast");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/d\/shop$/);
    await drawn();
    expect(await page.title()).toBe("Shop · Sightline viewer");
    expect(complaints).toEqual([]);
  });

  it("sees every panel with its data, and no request leaves the host", async () => {
    const { page, complaints, requested } = await opened();
    expect(await panels()).toEqual(["By source", "Now", "Queue", "Each"]);
    expect(await page.getByText("No data").count()).toBe(0);
    for (const value of ["40", "41"]) {
      expect(await page.locator('[data-panel-title="Now"]').textContent()).toContain(value);
      expect(await page.locator('[data-panel-title="Each"]').textContent()).toContain(value);
    }
    expect(requested.length).toBeGreaterThan(5);
    expect(requested.filter((url) => !url.startsWith(`${site.url}/`) && !url.startsWith("data:"))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("changes the range, and goes back", async () => {
    const { page } = await opened();
    expect(lastRange()).toBeCloseTo(3600, -2);
    await page.getByRole("button", { name: "Time range: Last 1 hour" }).click();
    await page.getByRole("button", { name: "Last 6 hours" }).click();
    await until(() => Math.abs(lastRange() - 6 * 3600) < 200);
    expect([query().get("from"), query().get("to")]).toEqual(["now-6h", "now"]);
    await page.goBack();
    await page.getByRole("button", { name: "Time range: Last 1 hour" }).waitFor();
    await until(() => Math.abs(lastRange() - 3600) < 100);
  });

  it("writes a range of their own, and is told what is wrong with it", async () => {
    const { page } = await opened();
    await page.getByRole("button", { name: /^Time range/ }).click();
    await page.getByLabel("From").fill("yesterday");
    await page.getByRole("button", { name: "Apply" }).click();
    expect(await page.getByRole("alert").textContent()).toContain('"yesterday"');
    await page.getByLabel("From").fill("2026-01-31 12:00");
    await page.getByLabel("To").fill("2026-01-31 14:00");
    await page.keyboard.press("Enter");
    await until(() => Math.abs(lastRange() - 7200) < 100);
    expect(query().get("from")).toBe("2026-01-31 12:00");
    await page.getByRole("button", { name: "Zoom out" }).click();
    await until(() => Math.abs(lastRange() - 4 * 3600) < 200);
  });

  it("chooses values of a variable", async () => {
    const { page } = await opened();
    await page.getByRole("button", { name: "Source: All" }).click();
    await page.getByRole("checkbox", { name: "web" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Source: web" }).waitFor();
    expect(query().getAll("var-source")).toEqual(["web"]);
    await until(() => site.asked.some((asked) => parametersOf(asked).get("query")?.includes('source=~"web"') ?? false));
    await page.getByLabel("Window").selectOption("10m");
    await until(() => site.asked.some((asked) => parametersOf(asked).get("query")?.includes("[10m]") ?? false));
    expect(query().get("var-window")).toBe("10m");
    expect(query().getAll("var-source")).toEqual(["web"]);
  });

  it("refreshes by hand and by the clock, and sees a dashboard that was changed meanwhile", async () => {
    const { page } = await opened();
    const before = site.asked.length;
    site.dashboard("shop", "The shop", shop);
    await page.getByRole("button", { name: "Refresh now" }).click();
    await page.getByRole("heading", { name: "The shop" }).waitFor();
    await until(() => site.asked.length > before);
    await page.getByLabel("Refresh every").selectOption("5s");
    expect(query().get("refresh")).toBe("5s");
    await page.waitForTimeout(500);
    const then = site.asked.length;
    await until(() => site.asked.length > then);
  });

  it("opens and closes rows", async () => {
    const { page } = await opened();
    expect(site.asked.map((asked) => parametersOf(asked).get("query"))).not.toContain("hidden");
    await page.getByRole("button", { name: "Rarely" }).click();
    await page.locator('[data-panel-title="Hidden"]').waitFor();
    const queue = page.locator('[data-panel-title="Queue"]');
    const before = (await queue.boundingBox())?.y ?? 0;
    await page.getByRole("button", { name: "Visits" }).click();
    await page.locator('[data-panel-title="Now"]').waitFor({ state: "hidden" });
    expect((await queue.boundingBox())?.y).toBeCloseTo(before - 8 * 38, 0);
    expect(await panels()).toEqual(["Queue", "Each", "Hidden"]);
    await page.getByRole("button", { name: "Visits" }).click();
    await page.locator('[data-panel-title="Now"]').waitFor();
  });

  it("is told which panel couldn't be asked, and why", async () => {
    const [first, ...others] = shop.panels.slice(1);
    const broken = { ...first, title: "Broken", targets: [{ refId: "A", expr: "broken" }] };
    site.dashboard("shop", "Shop", { ...shop, panels: [broken, ...others] });
    const { page } = await opened();
    await page.getByRole("button", { name: "1 problem" }).click();
    expect(await page.locator(".problems li").allTextContents()).toEqual([
      'Panel "Broken": execution: many-to-many matching',
    ]);
  });

  it("is told that this isn't Grafana, and what it lacks", async () => {
    const { page } = await opened();
    await page.getByRole("button", { name: "Not Grafana: what this is" }).click();
    await page.getByText(/no editing, Explore, alert pages/).waitFor();
  });

  it("has a link to a dashboard that isn't there told", async () => {
    const { page } = await loggedIn("/d/nothing");
    expect(await page.getByRole("alert").textContent()).toBe("Dashboard not found");
  });
});

describe("an address", () => {
  it("says all of how a dashboard is looked at, as Grafana's does", async () => {
    const { page } = await opened(
      "/d/shop/slug?from=now-24h&to=now-1h&var-source=api&var-window=10m&refresh=1m&theme=light",
    );
    await page.getByRole("button", { name: "Time range: now-24h to now-1h" }).waitFor();
    await page.getByRole("button", { name: "Source: api" }).waitFor();
    expect(await page.getByLabel("Window").inputValue()).toBe("10m");
    expect(await page.getByLabel("Refresh every").inputValue()).toBe("1m");
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("light");
  });
});

describe("the theme", () => {
  const background = () => tab.page.evaluate<string>("getComputedStyle(document.body).backgroundColor");

  it("is the browser's until another is chosen, which is remembered", async () => {
    await opened("/d/shop", { colorScheme: "light" });
    const light = await background();
    await tab.page.getByRole("button", { name: "Use the dark theme" }).click();
    await tab.page.getByRole("button", { name: "Use the light theme" }).waitFor();
    const dark = await background();
    await tab.page.reload();
    await drawn();
    expect([light, dark, await background()]).toEqual(["rgb(244, 245, 245)", "rgb(17, 18, 23)", "rgb(17, 18, 23)"]);
    expect(tab.complaints).toEqual([]);
  });
});

describe("by the keyboard", () => {
  it("everything is reached in the order in which it's shown, and seen to be", async () => {
    const { page } = await opened();
    await page.locator("nav a").focus();
    const names: string[] = [];
    for (let i = 0; i < 14; i++) {
      const { name, seen } = await page.evaluate<{ name: string; seen: boolean }>(`(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const seen = style.outlineStyle !== "none" && style.outlineWidth !== "0px" || style.boxShadow !== "none";
        return { name: element.getAttribute("aria-label") ?? element.textContent, seen };
      })()`);
      expect(seen, name).toBe(true);
      names.push(name);
      await page.keyboard.press("Tab");
    }
    expect(names.slice(0, 11)).toEqual([
      "Dashboards",
      "Earlier",
      "Time range: Last 1 hour",
      "Later",
      "Zoom out",
      "Refresh now",
      "Refresh every",
      "Not Grafana: what this is",
      "Use the light theme",
      "Log out",
      "Source: All",
    ]);
  });

  it("a box opens with the focus in it, and closes with the focus back", async () => {
    const { page } = await opened();
    const focused = () =>
      page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent");
    await page.getByRole("button", { name: /^Time range/ }).focus();
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("Last 5 minutes");
    await page.keyboard.press("Escape");
    expect(await focused()).toBe("Time range: Last 1 hour");
    expect(await page.locator(".popover").count()).toBe(0);
    await page.getByRole("button", { name: "Source: All" }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await page.locator(".popover").count()).toBe(0);
    expect(query().getAll("var-source")).toEqual(["api"]);
  });
});

describe("a narrow window", () => {
  it("has the panels below each other, and nothing beside the page", async () => {
    const { page } = await opened("/d/shop", { viewport: { width: 390, height: 800 } });
    const boxes = await Promise.all([0, 1, 2, 3].map((i) => page.locator("[data-panel-title]").nth(i).boundingBox()));
    expect(new Set(boxes.map((box) => `${box?.x} ${box?.width}`)).size).toBe(1);
    expect(boxes[0]?.width).toBeGreaterThan(350);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    for (const name of [/^Time range/, /^Source/, "Not Grafana: what this is"]) {
      await page.getByRole("button", { name }).click();
      const box = await page.locator(".popover").boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
      await page.keyboard.press("Escape");
    }
  });

  it("gets them beside each other again when it grows", async () => {
    const { page } = await opened("/d/shop", { viewport: { width: 390, height: 800 } });
    await page.setViewportSize({ width: 1400, height: 900 });
    const now = page.locator('[data-panel-title="Now"]');
    await until(async () => ((await now.boundingBox())?.x ?? 0) > 600);
  });
});

describe("a session that has ended", () => {
  it("leads to the login, and back", async () => {
    const { page, context } = await opened("/d/shop?from=now-3h");
    await context.clearCookies();
    await page.getByRole("button", { name: "Refresh now" }).click();
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await drawn();
    expect(query().get("from")).toBe("now-3h");
  });

  it("by logging out is over", async () => {
    const { page } = await opened();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.waitForURL(/\/login$/);
    await page.goto(`${site.url}/`);
    await page.waitForURL(/\/login\?next=%2F$/);
  });
});

describe.each(["dark", "light"] as const)("whoever can't see or point, %s", (colorScheme) => {
  it("has nothing in the way: login, list, dashboard, open boxes, a narrow window", async () => {
    const found: Record<string, string[]> = {};
    const look = async (where: string) => {
      const faults = await accessibilityFaults(tab.page);
      if (faults.length > 0) found[where] = faults;
    };
    tab = await browser.tab({ colorScheme });
    await tab.page.goto(`${site.url}/login`);
    await look("login");
    await tab.context.close();
    await loggedIn("/", { colorScheme });
    await tab.page.getByText("2 of 2 dashboards").waitFor();
    await look("list");
    await tab.context.close();
    await opened("/d/shop", { colorScheme });
    await look("dashboard");
    for (const name of [/^Time range/, /^Source/, "Not Grafana: what this is"]) {
      await tab.page.getByRole("button", { name }).click();
      await look(String(name));
      await tab.page.keyboard.press("Escape");
    }
    await tab.page.setViewportSize({ width: 390, height: 800 });
    await tab.page.waitForTimeout(500);
    await look("narrow");
    expect(found).toEqual({});
  });
});
