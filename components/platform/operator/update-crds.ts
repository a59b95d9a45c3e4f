import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { crdsFolder } from "./crds";

const MODULE = "github.com/prometheus-operator/prometheus-operator";
/** The Go module that pins the operator's version. */
const PINNED_IN = resolve(__dirname, "../../../images/kubernetes-tools");

/** The module's folder in Go's cache, or `undefined` when it isn't there. */
export function cachedModule(): string | undefined {
  const env = { ...process.env, GOPROXY: "off", GOFLAGS: "-mod=mod" };
  const listed = execFileSync("go", ["list", "-m", "-f", "{{.Dir}}", MODULE], {
    cwd: PINNED_IN,
    env,
    encoding: "utf8",
  });
  return listed.trim() || undefined;
}

/** Each file that `crdsFolder` should have, with its content. */
export function crdFiles(module: string): Map<string, string> {
  const folder = join(module, "example/prometheus-operator-crd");
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  return new Map(
    files.map((file) => {
      const crd = withoutDescriptions(parse(readFileSync(join(folder, file), "utf8")));
      return [file.replace(/^monitoring\.coreos\.com_(.*)\.yaml$/, "$1.json"), `${JSON.stringify(crd)}\n`];
    }),
  );
}

/** Descriptions are nine tenths of the CRDs. A property that is named so stays, as all validation does. */
export function withoutDescriptions(value: unknown, areProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDescriptions(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => areProperties || key !== "description" || typeof item !== "string")
      .map(([key, item]) => [key, withoutDescriptions(item, key === "properties" && !areProperties)]),
  );
}

/** `npx tsx components/platform/operator/update-crds.ts`, after another version was set in images/kubernetes-tools. */
if (require.main === module) {
  execFileSync("go", ["mod", "download", MODULE], { cwd: PINNED_IN, stdio: "inherit" });
  rmSync(crdsFolder, { recursive: true, force: true });
  mkdirSync(crdsFolder);
  for (const [file, text] of crdFiles(cachedModule()!)) writeFileSync(join(crdsFolder, file), text);
}
