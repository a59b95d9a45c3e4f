import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { stackImages } from "../../config/images";
import { imageRef } from "../../images/ref";
import { viewerRef } from "../../images/viewer";
import { UserError } from "../../signals/errors";
import { buildContext, isPresent } from "./build";
import { say } from "./console";
import { ensureImages } from "./images";
import type { Stack } from "./stack";
import { projectFolder } from "./stack-config";
import { ensureViewer } from "./viewer-build";

const viewer = join(projectFolder, "viewer");

/** Whether something stands in for Grafana: its image can't be had, and the stack wants that. */
export function hasStandIn({ settings }: Stack): boolean {
  return stackImages(settings).images.viewer !== undefined;
}

/** Has the image of what stands in for Grafana on the engine; where it's there, neither npm nor its packages are needed. */
export async function ensureViewerImage({ install }: { readonly install: boolean }): Promise<void> {
  const ref = viewerRef();
  if (await isPresent(ref)) return;
  if (!install && !existsSync(join(viewer, "node_modules")))
    throw new UserError([instead("npm packages of viewer/ aren't there, and --no-install was given")]);
  await ensureImages(["node"], { source: "local", log: say });
  const { dist } = await built();
  const context = mkdtempSync(join(tmpdir(), "sightline-viewer-"));
  try {
    layOut(dist, context);
    await buildContext(
      ref,
      { context, dockerfile: "Dockerfile", args: { BASE: imageRef("node", { source: "local" })! } },
      say,
    );
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function built(): Promise<{ readonly dist: string }> {
  try {
    return await ensureViewer({ log: say });
  } catch (error) {
    throw error instanceof UserError ? new UserError([instead(error.message)], { cause: error }) : error;
  }
}

function instead(why: string): string {
  return `The viewer that takes Grafana's place can't be built: ${why}. To do without: sightline:grafana: { standIn: false }`;
}

/** Dockerfile, the server as one file, and the page with what browsers take zipped: a slow link has a third to load. */
export function layOut(dist: string, context: string): void {
  cpSync(join(viewer, "Dockerfile"), join(context, "Dockerfile"));
  bundleServer(join(context, "server.js"));
  const page = join(context, "public");
  cpSync(dist, page, { recursive: true });
  for (const name of readdirSync(page, { recursive: true, encoding: "utf8" })) {
    if ([".js", ".css"].includes(extname(name)))
      writeFileSync(join(page, `${name}.gz`), gzipSync(readFileSync(join(page, name))));
  }
}

/** Everything it needs in one file, so that the image has no `node_modules`. */
export function bundleServer(outfile: string): void {
  buildSync({
    absWorkingDir: viewer,
    entryPoints: ["server/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
  });
}
