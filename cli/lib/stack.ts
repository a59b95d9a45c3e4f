import { plainFaults, sightlineValues } from "../../config/plain-secrets";
import { readSettings, type StackSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { tlsTimeFaults } from "../../config/tls-faults";
import { UserError } from "../../signals/errors";
import type { Signals } from "../../signals/signals";
import { say } from "./console";
import { SecretStore } from "./secrets";
import { readStackFile, stackFilePath, stackFolder } from "./stack-config";
import { readableConfig } from "./stack-secrets";

/** A stack as its files describe it: everything that's known without an engine. */
export interface Stack extends StackSettings {
  readonly name: string;
  /** `sightline-<name>`: the prefix of every container, network and volume. */
  readonly project: string;
  /** What this machine keeps of it. */
  readonly folder: string;
  /** `Pulumi.<stack>.yaml`, or the file that the user named. */
  readonly configFile: string;
  /** Full key to text; at the place of a secret that can't be read, something of its shape. */
  readonly config: Readonly<Record<string, string>>;
  /** Places whose values only the Pulumi CLI can decrypt. */
  readonly encrypted: readonly string[];
  /** Why a file with a secret or a certificate can't be read, one a place. */
  readonly unreadable: readonly string[];
  /** Places of secrets that the stack file has nothing for, but the stack's folder. */
  readonly supplied: readonly string[];
  readonly signals: Signals;
}

/** As `stackOption` parses it. */
export interface StackChoice {
  readonly stack: string;
  readonly "config-file"?: string;
}

/**
 * Reads and checks a stack, every fault at once. What can be shown and checked needs no secret, so one that can't be
 * read here is no fault yet.
 */
export function readStack({ stack: name, "config-file": file }: StackChoice): Stack {
  const configFile = stackFilePath(name, file);
  const given = readStackFile(configFile);
  const folder = stackFolder(name);
  const { faults, ...readable } = readableConfig(given, new SecretStore(folder).configured());
  const settings = readSettings(name, readable.config, [...plainFaults(name, sightlineValues(given)), ...faults]);
  const signals = stackSignals(settings.settings, settings.workload);
  return { name, project: `sightline-${name}`, folder, configFile, ...readable, ...settings, signals };
}

/** To be deployed, a stack needs its secrets, and without the Pulumi CLI nothing encrypted can be read. */
export function requireDecrypted({ encrypted, unreadable, folder, settings }: Stack): void {
  const locked = encrypted.map(
    (place) =>
      `${place} is encrypted, and without the Pulumi CLI it can't be read; put it into ${folder}/secrets.json as ${JSON.stringify({ [place]: "..." })}, or give {file: path} in its place`,
  );
  refuse([...locked, ...unreadable, ...tlsTimeFaults(settings)]);
}

/** The Pulumi CLI decrypts what is encrypted and the program reads files, but nobody tells it of `secrets.json`. */
export function requireKnownToPulumi({ name, unreadable, supplied, folder, settings }: Stack): void {
  const untold = supplied.map(
    (place) =>
      `${place} is in ${folder}/secrets.json, which the Pulumi CLI doesn't read; set it with pulumi config set --secret --path '${place}' --stack ${name}`,
  );
  refuse([...untold, ...unreadable, ...tlsTimeFaults(settings)]);
}

/** What nobody would talk to isn't deployed. */
export function requireInTime({ settings }: Stack): void {
  refuse(tlsTimeFaults(settings));
}

/** What runs is asked and taken away whatever the time; that its certificate has expired may be why it doesn't answer. */
export function noteTime({ settings }: Stack): void {
  for (const fault of tlsTimeFaults(settings)) say(`note: ${fault}`);
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new UserError(faults);
}
