import { readSettings, type StackSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { UserError } from "../../signals/errors";
import type { Signals } from "../../signals/signals";
import { SecretStore } from "./secrets";
import { readStackFile, stackFilePath, stackFolder } from "./stack-config";

/** A stack as its files describe it: everything that's known without an engine. */
export interface Stack extends StackSettings {
  readonly name: string;
  /** `sightline-<name>`: the prefix of every container, network and volume. */
  readonly project: string;
  /** What this machine keeps of it. */
  readonly folder: string;
  /** `Pulumi.<stack>.yaml`, or the file that the user named. */
  readonly configFile: string;
  /** Full key to text. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys that only the Pulumi CLI can decrypt. */
  readonly encrypted: readonly string[];
  readonly signals: Signals;
}

/** As `stackOption` parses it. */
export interface StackChoice {
  readonly stack: string;
  readonly "config-file"?: string;
}

/** Reads and checks a stack, every fault at once. */
export function readStack({ stack: name, "config-file": file }: StackChoice): Stack {
  const configFile = stackFilePath(name, file);
  const { config: plain, encrypted } = readStackFile(configFile);
  const folder = stackFolder(name);
  const config = { ...plain, ...new SecretStore(folder).configured() };
  const missing = encrypted.filter((key) => !(key in config));
  // Their values don't matter for what can be checked here, only that they are given.
  const stand = Object.fromEntries(missing.map((key) => [key, placeholder(key)]));
  const settings = readSettings(name, { ...config, ...stand });
  const signals = stackSignals(settings.settings, settings.workload);
  return { name, project: `sightline-${name}`, folder, configFile, config, encrypted: missing, ...settings, signals };
}

/** Stands for a value that only the Pulumi CLI can decrypt, where just its being given counts. */
export function placeholder(key: string): string {
  return key.endsWith("Url") ? "http://encrypted.invalid/" : "encrypted";
}

/** Without the Pulumi CLI, nothing encrypted can be read. */
export function requireDecrypted({ encrypted, folder }: Stack): void {
  if (encrypted.length === 0) return;
  throw new UserError(
    encrypted.map(
      (key) =>
        `${key} is encrypted, and without the Pulumi CLI it can't be read; put it into ${folder}/secrets.json as {"${key}": "..."}`,
    ),
  );
}
