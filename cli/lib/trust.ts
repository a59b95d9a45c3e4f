import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { standInCertificate } from "../../config/schema-tls";
import type { Stack } from "./stack";

/** Which file this process was started to trust. */
const mark = "SIGHTLINE_TRUSTS";

/**
 * Before a stack is asked whose certificate a CA of its own has signed (`sightline:tls.ca`): Node.js trusts it only
 * when it's told at its start, so the command is started again. Others that are trusted by NODE_EXTRA_CA_CERTS stay.
 */
export function trustOwnCa({ settings: { tls }, folder }: Pick<Stack, "settings" | "folder">): void {
  if (tls?.ca === undefined || tls.ca === standInCertificate) return;
  const file = join(folder, "ca.pem");
  if (process.env[mark] === file && process.env["NODE_EXTRA_CA_CERTS"] === file) return;
  const others = process.env["NODE_EXTRA_CA_CERTS"];
  const kept = others !== undefined && existsSync(others) ? readFileSync(others, "utf8") : "";
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${kept}\n${tls.ca}`);
  const { status, signal } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: "inherit",
    env: { ...process.env, NODE_EXTRA_CA_CERTS: file, [mark]: file },
  });
  process.exit(signal === null ? (status ?? 1) : 1);
}
