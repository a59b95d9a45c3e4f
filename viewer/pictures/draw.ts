/** Pictures of dashboards, taken in Chromium. Nothing of the viewer's packages is loaded before `openPictures`. */
import type { LoadedDashboard, ViewFinding } from "../../signals/view/types";
import { besidePage, type Labels } from "./beside";
import { launch, newContext, type Context, type Page } from "./browser";
import { serveFiles } from "./files";
import { uniform } from "./seen";
import { watch } from "./watch";

export interface DrawInput {
  readonly loaded: LoadedDashboard;
  readonly theme: "dark" | "light";
  /** Of the picture, in pixels. Default 1600. */
  readonly width?: number;
  /** Keys of panels to draw with an outline. */
  readonly outlined?: readonly string[];
  /** A line at the picture's lower edge. */
  readonly note?: string;
}

export interface DrawnPicture {
  readonly png: Buffer;
  /** What the browser complained of, and panels that stayed blank. */
  readonly findings: readonly ViewFinding[];
  readonly panels: readonly { readonly key: string; readonly box: PanelBox }[];
}

export interface PanelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Pictures {
  draw(input: DrawInput): Promise<DrawnPicture>;
  /** Two pictures beside each other, with a heading each. */
  beside(before: Buffer | undefined, after: Buffer | undefined, labels: Labels): Promise<Buffer>;
  close(): Promise<void>;
}

export interface PicturesOptions {
  /** Path of the browser. */
  readonly chromium: string;
  /** The folder of the built viewer. */
  readonly dist: string;
}

/** Of the page that a picture is taken of; see `viewer/src/picture/inspect.ts`. */
interface Inspected {
  readonly key: string;
  readonly title: string;
  readonly box: PanelBox;
  readonly blank?: string;
  /** It's meant to be empty. */
  readonly empty: boolean;
}

const READY_WITHIN = 60_000;

/** One browser for all pictures, a page of its own for each: none sees what another left. */
export async function openPictures({ chromium, dist }: PicturesOptions): Promise<Pictures> {
  const files = await serveFiles(dist);
  const browser = await launch(chromium).catch((error: unknown) => {
    files.close();
    throw error;
  });
  const context = await newContext(browser);
  return {
    draw: (input) => withPage(context, sizeOf(input), (page) => draw(page, files.origin, input)),
    beside: (before, after, labels) =>
      withPage(context, [100, 100], (page) => beside(page, files.origin, [before, after], labels)),
    close: async () => {
      await browser.close();
      files.close();
    },
  };
}

/** High enough for all of it: what is below the edge of a window isn't painted, tables for one. */
function sizeOf({ loaded, width = 1600 }: DrawInput): Size {
  const rows = Math.max(0, ...loaded.items.map(({ gridPos }) => gridPos.y + gridPos.h));
  return [width, Math.ceil(rows * 38) + 400];
}

type Size = readonly [number, number];

async function withPage<T>(context: Context, [width, height]: Size, use: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  try {
    await page.setViewportSize({ width, height });
    return await use(page);
  } finally {
    await page.close();
  }
}

async function draw(page: Page, origin: string, input: DrawInput): Promise<DrawnPicture> {
  const { loaded, width = 1600 } = input;
  const where = `dashboard "${loaded.title}"`;
  const said = watch(page, where, origin);
  await page.addInitScript((value) => Object.assign(globalThis, { __picture: value }), { ...input, width });
  await page.goto(`${origin}/picture.html`, { waitUntil: "load" });
  const late = await page.waitForFunction("window.__ready === true", undefined, { timeout: READY_WITHIN }).then(
    () => [],
    () => [finding(where, `it wasn't drawn within ${READY_WITHIN / 1000} s`)],
  );
  const panels = (await page.evaluate<Inspected[] | undefined>("window.__drawn")) ?? [];
  const height = await page.evaluate<number>("document.getElementById('root').getBoundingClientRect().height");
  const clip = { x: 0, y: 0, width, height: Math.max(1, Math.ceil(height)) };
  const png = await page.screenshot({ clip, animations: "disabled" });
  return {
    png,
    findings: [...late, ...said, ...blankFindings(png, panels, where)],
    panels: panels.map(({ key, box }) => ({ key, box })),
  };
}

/** What the page says that stayed blank, and what is in the page but not in the picture. */
function blankFindings(png: Buffer, panels: readonly Inspected[], where: string): ViewFinding[] {
  // Where none is on the page, the page itself failed, and says why.
  if (!panels.some(({ box }) => box.width > 0)) return [];
  const unseen = uniform(
    png,
    panels.map(({ box }) => box),
  );
  return panels.flatMap(({ key, title, empty, blank }, i) => {
    const why = blank ?? (unseen[i] && !empty ? "it's empty in the picture" : undefined);
    return why === undefined ? [] : [{ ...finding(`${where}, panel "${title}"`, why), panel: key }];
  });
}

async function beside(
  page: Page,
  origin: string,
  [before, after]: readonly (Buffer | undefined)[],
  labels: Labels,
): Promise<Buffer> {
  // Any page of the same origin as the fonts.
  await page.goto(`${origin}/beside`);
  await page.setContent(besidePage(before, after, labels), { waitUntil: "load" });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  return page.screenshot({ fullPage: true, animations: "disabled" });
}

function finding(where: string, what: string): ViewFinding {
  return { kind: "browser", where, what, level: "fault" };
}
