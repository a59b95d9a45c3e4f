import { configPath, parsedPath, valueAt, withValueAt, type Path } from "../../config/config-path";
import { sightlineValues } from "../../config/plain-secrets";
import { certificatePlaces, readCertificates, standInCertificate } from "../../config/schema-tls";
import { placeName, secretPlaces, type SecretPlace } from "../../config/secret-places";
import { readSecretFile } from "../../config/secret-value";

/** A stack's configuration with something at the place of every secret. */
export interface ReadableConfig {
  /** Full key to text, objects as JSON: what the engine hands to a program. */
  readonly config: Readonly<Record<string, string>>;
  /** Places whose values only the Pulumi CLI can decrypt, as it names them: something else stands there. */
  readonly encrypted: readonly string[];
  /** Why a file with a secret or a certificate can't be read, one a place: something else stands there. */
  readonly unreadable: readonly string[];
  /** Places that only `secrets.json` has something for, as the Pulumi CLI names them. */
  readonly supplied: readonly string[];
  /** What is wrong whoever reads it. */
  readonly faults: readonly string[];
}

/**
 * Fills in what a stack file doesn't show: what a person has put into `secrets.json`, else a value of the right shape.
 *
 * @param given the stack file's configuration, as it stands there
 * @param supplied values by the place as the Pulumi CLI names it: `sightline:receivers.on-call.slack[0].url`
 */
export function readableConfig(
  given: Readonly<Record<string, unknown>>,
  supplied: Readonly<Record<string, string>>,
): ReadableConfig {
  const faults: string[] = [];
  const stored = sightlineValues(given);
  let values = stored;
  const added: string[] = [];
  const put = (path: Path, value: unknown) => (values = withValueAt(values, path, value) as typeof values);
  for (const [name, value] of Object.entries(supplied)) {
    const path = parsedPath(name);
    if (path) {
      put(path, value);
      if (valueAt(stored, path) === undefined) added.push(name);
    } else faults.push(`secrets.json: ${name} isn't a place such as sightline:receivers.on-call.slack[0].url`);
  }
  const places = secretPlaces(values);
  const locked = places.filter(({ value }) => isSecure(value));
  const files = places.flatMap((place) => fileFault(place));
  const certificates = certificatePlaces.flatMap((path) => certificateFault(path, valueAt(values, path)));
  for (const { path, standIn } of [...locked, ...files.map(({ place }) => place)]) put(path, standIn);
  for (const { path } of certificates) put(path, standInCertificate);
  faults.push(...securePaths(values).map((path) => lockedFault(path)));
  const others = Object.entries(given).filter(([key]) => !key.startsWith("sightline:"));
  const own = Object.entries(values).map(([key, value]) => [`sightline:${key}`, value] as const);
  return {
    config: Object.fromEntries([...others, ...own].map(([key, value]) => [key, asText(value)])),
    encrypted: locked.map(({ path }) => configPath(path)),
    unreadable: [...files, ...certificates].map(({ fault }) => fault),
    supplied: added,
    faults,
  };
}

function fileFault(place: SecretPlace): { place: SecretPlace; fault: string }[] {
  const { path, value } = place;
  const file = typeof value === "object" && value !== null && "file" in value ? value.file : undefined;
  if (typeof file !== "string" || file === "") return [];
  const read = readSecretFile(file);
  return "fault" in read ? [{ place, fault: `${placeName(path)}: ${read.fault}` }] : [];
}

/** A server's certificate is often on the machine that deploys only. */
function certificateFault(path: Path, value: unknown): { path: Path; fault: string }[] {
  const read = typeof value === "string" && value !== "" ? readCertificates(value) : undefined;
  return read !== undefined && "fault" in read ? [{ path, fault: `${placeName(path)}: ${read.fault}` }] : [];
}

/** Where something is encrypted that isn't a secret: what is checked and shown without the CLI would lack it. */
function securePaths(value: unknown, path: Path = []): Path[] {
  if (isSecure(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => securePaths(inner, [...path, key]));
}

function lockedFault(path: Path): string {
  return `${placeName(path)} is encrypted, but isn't a secret; plain text was expected, with only the secrets in it encrypted`;
}

function isSecure(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value && typeof value.secure === "string";
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
