/** How a person opens a published port: known before anything is placed, since alerts link to it. */

/** A name in place of where the ports are; plain HTTP without it. */
export interface TlsUrl {
  readonly host?: string;
}

/**
 * @param host the engine's address as Docker takes it; absent for the local one.
 * @param bindAddress that published ports bind to.
 * @param tls where something with TLS publishes them.
 */
export function dockerUrl(host: string | undefined, bindAddress: string, publishedPort: number, tls?: TlsUrl): string {
  if (tls) return new URL(`https://${inUrl(tls.host ?? dockerHostName(host, bindAddress))}:${publishedPort}`).origin;
  return `http://${inUrl(dockerHostName(host, bindAddress))}:${publishedPort}`;
}

/** Where the published ports are, as people open them. */
export function dockerHostName(host: string | undefined, bindAddress: string): string {
  const remote = host?.match(/^(?:tcp|ssh):\/\/(?:[^@/]+@)?([^:/]+)/)?.[1];
  const anyAddress = ["127.0.0.1", "0.0.0.0", "::"].includes(bindAddress);
  return anyAddress ? (remote ?? "localhost") : bindAddress;
}

function inUrl(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** @param host that an Ingress or Gateway gives it; absent where a port-forward is all there is. */
export function kubernetesUrl(host: string | undefined, publishedPort: number): string {
  return host === undefined ? `http://localhost:${publishedPort}` : `https://${host}`;
}
