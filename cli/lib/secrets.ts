import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../signals/errors";
import { jsonFault } from "./json-fault";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * The secrets that the stack made for itself where no engine keeps them: `secrets.json` in the stack's folder,
 * readable by its owner only. Lost together with the data that they protect: `down --volumes`.
 */
export class SecretStore {
  private readonly path: string;
  private readonly kept: Record<string, string>;

  constructor(folder: string) {
    this.path = join(folder, "secrets.json");
    this.kept = existsSync(this.path) ? parse(this.path) : {};
  }

  /**
   * The kept value of a name, made on the first call: 32 letters and digits.
   *
   * @param version of another one, a new one is made beside it, and takes its place when it's deployed: see `adopt`
   */
  get(name: string, version = firstVersion): string {
    const place = this.version(name) === version || !(name in this.kept) ? name : next(name, version);
    const known = this.kept[place];
    if (known !== undefined) return known;
    const made = Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join("");
    this.set({ [place]: made, ...(place === name && version !== firstVersion && { [versionKey(name)]: version }) });
    return made;
  }

  /** These versions have been deployed: what was before them is forgotten. */
  adopt(versions: Readonly<Record<string, string>>): void {
    for (const [name, version] of Object.entries(versions)) {
      const made = this.kept[next(name, version)];
      if (made === undefined) continue;
      for (const key of Object.keys(this.kept)) if (key.startsWith(next(name, ""))) delete this.kept[key];
      this.set({ [name]: made, [versionKey(name)]: version });
    }
  }

  private version(name: string): string {
    return this.kept[versionKey(name)] ?? firstVersion;
  }

  /** Keeps values that an engine made, and which of them these are. */
  keep(values: Readonly<Record<string, string>>, versions: Readonly<Record<string, string>>): void {
    const made = Object.entries(versions).map(([name, version]) => [versionKey(name), version]);
    this.set({ ...values, ...Object.fromEntries(made) });
  }

  private set(values: Readonly<Record<string, string>>): void {
    Object.assign(this.kept, values);
    writePrivate(this.path, `${JSON.stringify(this.kept, null, 2)}\n`);
  }

  /** Configuration that a person put here since it can't be decrypted: `{"sightline:alertWebhookUrl": "…"}`. */
  configured(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.kept).filter(([name]) => name.startsWith("sightline:")));
  }

  values(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.kept).filter(([name]) => !name.endsWith(versionKey(""))));
  }
}

/** Nobody has asked for another one. */
const firstVersion = "1";
const versionKey = (name: string) => `${name} version`;
/** Where a value waits until it's deployed. */
const next = (name: string, version: string) => `${name}@${version}`;

function parse(path: string): Record<string, string> {
  const text = readFileSync(path, "utf8");
  const place = jsonFault(text);
  if (place !== undefined) throw new UserError(`${path} isn't valid JSON: ${place}`);
  const kept: unknown = JSON.parse(text);
  if (typeof kept === "object" && kept !== null && !Array.isArray(kept)) return kept as Record<string, string>;
  throw new UserError(`${path}: a JSON object was expected, {"name": "secret"}`);
}

/** Whole or not at all, and never readable by others. */
export function writePrivate(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Makes a folder hold exactly these files. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>, secret = false): void {
  const staging = `${folder}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: secret ? 0o700 : 0o755 });
  for (const [name, content] of files) {
    const path = join(staging, name);
    if (secret) writePrivate(path, content);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
}
