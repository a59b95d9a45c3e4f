import type { Secret } from "../secret";

/** What is wrong with single values. A secret's own text is in none of the faults. */

export function secretFaults(at: string, secret: Secret): string[] {
  if (!("value" in secret)) return [];
  const { value } = secret;
  if (value.trim() === "") return [`${at}: it's empty`];
  return /[\r\n]/.test(value.trim()) ? [`${at}: it has several lines, and should be one`] : [];
}

/** Headers whose names say that what they hold lets somebody in. */
export function isSecretHeader(name: string): boolean {
  return /key|token|secret|auth|password/i.test(name);
}

/** Of a secret that only the cluster knows, nothing can be said. */
export function urlFaults(at: string, url: Secret | string): string[] {
  const text = typeof url === "string" ? url : "value" in url ? url.value : undefined;
  if (text === undefined || /^https?:$/.test(protocolOf(text.trim()))) return [];
  const shown = typeof url === "string" ? `"${url}"` : "its value (which is not shown)";
  return [`${at}: ${shown} is not an URL; one begins with https:// or http://`];
}

function protocolOf(text: string): string {
  return URL.canParse(text) && !/\s/.test(text) ? new URL(text).protocol : "";
}

export function integerFaults(at: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): string[] {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) return [];
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  return [`${at}: ${JSON.stringify(value)} is not a whole number ${range}`];
}

/** `team@example.org`, `On call <on-call@example.org>`; several with commas between. */
export function addressFaults(at: string, text: string, how: "one" | "several"): string[] {
  if (text.trim() === "") return [`${at}: it's empty; write an address, such as team@example.org`];
  if (text.includes("{{")) return [];
  // A comma in quotes is part of a name.
  const addresses = text.replace(/"[^"]*"/g, "name").split(",");
  if (how === "one" && addresses.length > 1) return [`${at}: "${text}" is more than one address`];
  const address = /^\s*(?:[^<>@]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)\s*$/;
  return addresses
    .filter((one) => !address.test(one))
    .map((one) => `${at}: "${one.trim()}" is not a mail address, such as team@example.org`);
}

/** Certificates are public and stand in the configuration; a key must not. */
export function caFaults(at: string, pem: string | undefined): string[] {
  if (pem === undefined) return [];
  if (/PRIVATE KEY/.test(pem)) return [`${at}: it has a private key; only certificates belong here`];
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(pem)
    ? []
    : [`${at}: it has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----`];
}
