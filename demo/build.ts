import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildSync, type BuildOptions } from "esbuild";

/** How the demo is bundled. */
export const demoBundle = {
  absWorkingDir: __dirname,
  entryPoints: ["app.ts", "worker.ts"],
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Optional native parts of pg and hot-shots: both do without.
  external: ["pg-native", "unix-dgram"],
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * Bundles the demo into `demo/dist/app.js` and `demo/dist/worker.js`, each with everything it needs, so that its image
 * has no `node_modules`. Takes a third of a second; the same sources give the same bytes.
 */
export function buildDemo(outdir = join(__dirname, "dist")): void {
  rmSync(outdir, { recursive: true, force: true });
  buildSync({ ...demoBundle, outdir });
}

if (require.main === module) buildDemo();
