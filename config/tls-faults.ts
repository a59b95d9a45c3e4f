import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { dockerHostName } from "../components/platform/published-url";
import { standInCertificate, standInKey } from "./schema-tls";
import type { Settings } from "./schema";

/** What is wrong with the certificate and the key, before anything is deployed that no browser would talk to. */
export function tlsFaults({ tls, target, dockerHost, bindAddress }: Settings): string[] {
  if (tls === undefined) return [];
  if (target === "kubernetes") {
    return ['sightline:tls is for Docker, and target is "kubernetes"; kubernetes.ingress.tlsSecret was expected'];
  }
  if (tls.certificate === standInCertificate) return [];
  const chain = parsed(tls.certificate, "sightline:tls.certificate");
  if (typeof chain === "string") return [chain];
  const [leaf] = chain;
  if (leaf === undefined) return ["sightline:tls.certificate has no certificate"];
  const faults = keyFaults(leaf, tls.key);
  const name = tls.host ?? dockerHostName(dockerHost, bindAddress);
  if ((isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)) === undefined) {
    const names = leaf.subjectAltName ?? "no name at all";
    faults.push(
      `sightline:tls.certificate is for ${names}, and people open ${name}; a certificate for it, or another tls.host, was expected`,
    );
  }
  return [...faults, ...caFaults(chain, tls.ca)];
}

/**
 * What is wrong with the time of the certificate. Apart from the rest, since the time passes while a stack runs: then it
 * still has to be asked and taken away, and only what is deployed must be in time.
 */
export function tlsTimeFaults({ tls, target }: Settings, now = new Date()): string[] {
  if (tls === undefined || target === "kubernetes" || tls.certificate === standInCertificate) return [];
  const chain = parsed(tls.certificate, "sightline:tls.certificate");
  const leaf = typeof chain === "string" ? undefined : chain[0];
  if (leaf === undefined) return [];
  const { validFrom, validTo } = leaf;
  const day = (date: string) => new Date(date).toISOString().slice(0, 10);
  if (new Date(validTo) <= now) {
    return [`sightline:tls.certificate has expired on ${day(validTo)}; a new one was expected`];
  }
  if (new Date(validFrom) > now) return [`sightline:tls.certificate isn't valid before ${day(validFrom)}`];
  return [];
}

function parsed(pem: string, where: string): X509Certificate[] | string {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return texts.map((text) => new X509Certificate(text));
  } catch (error) {
    return `${where} can't be read: ${(error as Error).message}`;
  }
}

function keyFaults(leaf: X509Certificate, pem: string): string[] {
  if (pem === standInKey) return [];
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it might have a part of it.
    return ["sightline:tls.key can't be read: a private key in PEM without a password was expected"];
  }
  return leaf.checkPrivateKey(key) ? [] : ["sightline:tls.key isn't the key of tls.certificate"];
}

/** Whether the CA that is named signed it, by way of those in between. */
function caFaults(chain: readonly X509Certificate[], pem: string | undefined): string[] {
  if (pem === undefined || pem === standInCertificate) return [];
  const authorities = parsed(pem, "sightline:tls.ca");
  if (typeof authorities === "string") return [authorities];
  const signed = (one: X509Certificate) => (by: X509Certificate) => one.checkIssued(by) && one.verify(by.publicKey);
  let [current, ...between] = chain;
  while (current !== undefined) {
    if (authorities.some(signed(current))) return [];
    const next = between.find(signed(current));
    between = between.filter((one) => one !== next);
    current = next;
  }
  return ["sightline:tls.certificate isn't signed by tls.ca, nor is any that comes with it"];
}
