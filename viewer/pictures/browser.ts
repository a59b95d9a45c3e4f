import { createRequire } from "node:module";
import { join } from "node:path";

/** What is used of Playwright. Its own types aren't there before the viewer's packages are installed. */
export interface Page {
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  close(): Promise<void>;
  addInitScript(script: (value: never) => void, value: unknown): Promise<void>;
  goto(url: string, options?: { readonly waitUntil: "load" }): Promise<unknown>;
  setContent(html: string, options?: { readonly waitUntil: "load" }): Promise<void>;
  waitForFunction(expression: string, argument?: unknown, options?: { readonly timeout: number }): Promise<unknown>;
  evaluate<T>(expression: string): Promise<T>;
  screenshot(options: {
    readonly fullPage?: boolean;
    readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    readonly animations: "disabled";
  }): Promise<Buffer>;
  on(event: "console", listener: (message: { type(): string; text(): string }) => void): void;
  on(event: "pageerror", listener: (error: Error) => void): void;
  on(event: "requestfailed", listener: (request: Request & { failure(): { errorText: string } | null }) => void): void;
  on(event: "request", listener: (request: Request) => void): void;
  on(event: "response", listener: (response: { status(): number; url(): string }) => void): void;
}

export interface Request {
  url(): string;
}

export interface Context {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface Browser {
  newContext(options: {
    readonly deviceScaleFactor: number;
    readonly timezoneId: string;
    readonly locale: string;
    readonly reducedMotion: "reduce";
  }): Promise<Context>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

/** The viewer's packages: they aren't there until it is installed, after this file is loaded. */
export const ofViewer = createRequire(join(__dirname, "../package.json"));

/** So that the same page is the same bytes on every machine with this version of Chromium. */
const flags = [
  "--disable-gpu",
  "--disable-lcd-text",
  "--disable-partial-raster",
  "--disable-skia-runtime-opts",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--force-device-scale-factor=1",
  "--hide-scrollbars",
  // A dashboard's text may name a picture elsewhere: nothing but this machine is asked.
  "--no-proxy-server",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Starts Chromium, hidden. */
export async function launch(executablePath: string): Promise<Browser> {
  const { chromium } = ofViewer("playwright-core") as Playwright;
  // Chromium's own confinement doesn't work for root; the pages are all ours, and have no way to the network.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...flags, ...sandbox] });
}

/** What pages have in common, the same on every machine: among it the code that the browser has read already. */
export async function newContext(browser: Browser): Promise<Context> {
  return browser.newContext({ deviceScaleFactor: 1, timezoneId: "UTC", locale: "en-US", reducedMotion: "reduce" });
}
