import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ensureChromium } from "../../cli/lib/chromium";
import { projectFolder } from "../../cli/lib/stack-config";
import { launch } from "../../viewer/pictures/browser";

/** What the tests use of Playwright, whose own types come with the viewer's packages. */
export interface Locator {
  first(): Locator;
  nth(index: number): Locator;
  locator(selector: string): Locator;
  count(): Promise<number>;
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  press(key: string): Promise<void>;
  focus(): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  inputValue(): Promise<string>;
  isVisible(): Promise<boolean>;
  boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
  waitFor(options?: { state?: "visible" | "hidden" | "attached" }): Promise<void>;
}

export interface Page {
  goto(url: string): Promise<unknown>;
  goBack(): Promise<unknown>;
  reload(): Promise<unknown>;
  url(): string;
  title(): Promise<string>;
  getByRole(role: string, options?: { name?: string | RegExp; exact?: boolean }): Locator;
  getByLabel(label: string | RegExp, options?: { exact?: boolean }): Locator;
  getByText(text: string | RegExp): Locator;
  locator(selector: string): Locator;
  waitForURL(url: string | RegExp | ((url: URL) => boolean)): Promise<void>;
  waitForTimeout(milliseconds: number): Promise<void>;
  evaluate<T>(expression: string): Promise<T>;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  setDefaultTimeout(milliseconds: number): void;
  keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
  on(event: "console", listener: (message: { type(): string; text(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "request", listener: (request: { url(): string }) => void): void;
}

interface Context {
  newPage(): Promise<Page>;
  addCookies(cookies: readonly { name: string; value: string; url: string }[]): Promise<void>;
  clearCookies(): Promise<void>;
  close(): Promise<void>;
}

interface ContextOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: "dark" | "light";
}

/** A tab whose every complaint and every request is noted. */
export interface Tab {
  readonly page: Page;
  readonly context: Context;
  /** Errors and warnings of the console, and errors of scripts. */
  readonly complaints: string[];
  readonly requested: string[];
}

export class TestBrowser {
  private constructor(private readonly browser: Awaited<ReturnType<typeof launch>>) {}

  static async start(): Promise<TestBrowser> {
    return new TestBrowser(await launch(await ensureChromium({ install: true, log: () => undefined })));
  }

  async tab(options: Partial<ContextOptions> = {}): Promise<Tab> {
    const all: ContextOptions = { viewport: { width: 1400, height: 1000 }, colorScheme: "dark", ...options };
    const newContext = this.browser.newContext.bind(this.browser) as unknown as (o: ContextOptions) => Promise<Context>;
    const context = await newContext(all);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const [complaints, requested]: [string[], string[]] = [[], []];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requested.push(request.url()));
    return { page, context, complaints, requested };
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

const axe = () =>
  readFileSync(createRequire(join(projectFolder, "viewer", "package.json")).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it's now: rule, element and reason. Injected past the page's policy. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(`${axe()}; undefined`);
  const found = await page.evaluate<Violation[]>("axe.run(document).then(({ violations }) => violations)");
  return found.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${impact} ${id}: ${target.join(" ")}: ${failureSummary.split("\n")[1] ?? ""}`,
    ),
  );
}
