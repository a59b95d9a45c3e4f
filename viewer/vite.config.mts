import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { defineConfig, type Plugin } from "vite";

const modules = join(__dirname, "node_modules");

/** Where Grafana's components look for what the library doesn't bundle, and where each package has it. */
const fonts: Readonly<Record<string, string>> = {
  "inter/Inter-Regular.woff2": "inter-ui/web/Inter-Regular.woff2",
  "inter/Inter-Medium.woff2": "inter-ui/web/Inter-Medium.woff2",
  "inter/Inter-Italic.woff2": "inter-ui/web/Inter-Italic.woff2",
  "inter/Inter-MediumItalic.woff2": "inter-ui/web/Inter-MediumItalic.woff2",
  "roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2":
    "@fontsource/roboto-mono/files/roboto-mono-latin-400-normal.woff2",
};

/** Ships Grafana's fonts and icons at the paths that its components ask for, so that no request leaves the host. */
function grafanaFiles(): Plugin {
  return {
    name: "grafana-files",
    apply: "build",
    generateBundle() {
      for (const [asked, has] of Object.entries(fonts)) {
        this.emitFile({ type: "asset", fileName: `public/fonts/${asked}`, source: readFileSync(join(modules, has)) });
      }
      const icons = join(modules, "@grafana/ui/dist/public/img/icons");
      for (const icon of readdirSync(icons, { recursive: true, encoding: "utf8" })) {
        if (!icon.endsWith(".svg")) continue;
        const source = readFileSync(join(icons, icon));
        this.emitFile({ type: "asset", fileName: `public/build/img/icons/${icon}`, source });
      }
    },
  };
}

/**
 * Leaves out the code editor that the library loads when it's first opened, which nothing here does: its hundred files
 * are most of a build.
 */
function withoutEditor(): Plugin {
  return {
    name: "without-editor",
    enforce: "pre",
    resolveId: (id) => (/ReactMonacoEditor(\.mjs)?$/.test(id) ? "\0no-editor" : undefined),
    load: (id) => (id === "\0no-editor" ? "export const ReactMonacoEditor = () => null;" : undefined),
  };
}

/**
 * Tables make a function out of text, which the stand-in viewer's policy forbids a page, rightly: here is what that
 * function does. Fails when the library has another one.
 */
function withoutEval(): Plugin {
  const made = 'const convert = new Function("frame", "nestedFramesFieldName", fnBody);';
  const plain = `const convert = (frame, nested) => {
    const names = frame.fields.map((field) => getDisplayName(field));
    return Array.from({ length: frame.length }, (_, i) => {
      const row = { __depth: 0, __index: i };
      names.forEach((name, column) => (row[name] = frame.fields[column].values[i]));
      const child = hasNestedFrames ? row[nested] : undefined;
      return child ? [row, { __depth: 1, __index: i, data: child[0] }] : [row];
    }).flat();
  };`;
  return {
    name: "without-eval",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("/TableNG/utils.mjs")) return undefined;
      if (!code.includes(made)) this.error(`${id} makes its rows in another way: see withoutEval`);
      return { code: code.replace(made, () => plain), map: null };
    },
  };
}

export default defineConfig({
  root: __dirname,
  // Relative, so that the page can be served below any path.
  base: "./",
  publicDir: false,
  plugins: [withoutEditor(), withoutEval(), grafanaFiles()],
  esbuild: { jsx: "automatic", legalComments: "none" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 10_000,
    reportCompressedSize: false,
    rollupOptions: { input: { live: join(__dirname, "index.html"), picture: join(__dirname, "picture.html") } },
  },
});
