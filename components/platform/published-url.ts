/** How a person opens a published port: known before anything is placed, since alerts link to it. */

/**
 * @param host the engine's address as Docker takes it; absent for the local one.
 * @param bindAddress that published ports bind to.
 */
export function dockerUrl(host: string | undefined, bindAddress: string, publishedPort: number): string {
  const remote = host?.match(/^(?:tcp|ssh):\/\/(?:[^@/]+@)?([^:/]+)/)?.[1];
  const anyAddress = bindAddress === "127.0.0.1" || bindAddress === "0.0.0.0";
  return `http://${anyAddress ? (remote ?? "localhost") : bindAddress}:${publishedPort}`;
}

/** @param host that an Ingress or Gateway gives it; absent where a port-forward is all there is. */
export function kubernetesUrl(host: string | undefined, publishedPort: number): string {
  return host === undefined ? `http://localhost:${publishedPort}` : `https://${host}`;
}
