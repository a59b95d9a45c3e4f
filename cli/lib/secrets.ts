import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../signals/errors";

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

  /** The kept value of a name, made on the first call: 32 letters and digits. */
  get(name: string): string {
    const known = this.kept[name];
    if (known !== undefined) return known;
    const made = Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join("");
    this.set({ [name]: made });
    return made;
  }

  /** Keeps values that an engine made. */
  set(values: Readonly<Record<string, string>>): void {
    Object.assign(this.kept, values);
    writePrivate(this.path, `${JSON.stringify(this.kept, null, 2)}\n`);
  }

  /** Configuration that a person put here since it can't be decrypted: `{"sightline:alertWebhookUrl": "…"}`. */
  configured(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.kept).filter(([name]) => name.startsWith("sightline:")));
  }

  values(): Readonly<Record<string, string>> {
    return this.kept;
  }
}

function parse(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`);
  }
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
