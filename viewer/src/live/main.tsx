import "./style.css";

declare global {
  var __grafana_public_path__: string | undefined;
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

/** Fonts first: panels measure their texts while they are drawn. Without them the browser's own are taken. */
async function main() {
  // Where Grafana's components look for fonts and icons.
  globalThis.__grafana_public_path__ = "/public/";
  // Else it tries at first whether it may make code of text, which the page's policy forbids and browsers then report.
  globalThis.__zod_globalConfig = { jitless: true };
  // Only now, since both are read while these modules are loaded.
  const [{ start }, { loadFonts }] = await Promise.all([import("./start"), import("../picture/settled")]);
  await loadFonts().catch(() => undefined);
  start();
}

void main();
