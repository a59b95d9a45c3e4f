import { alertmanagerFeatures } from "./alertmanager-features";
import { hidingTokens, logScratch } from "./alertmanager-log";
import { filesPath, type AlertmanagerSpec, type HealthSpec, type ServiceSpec } from "./platform";
import { webClientFile, webClientPath, webPasswordFile, webServerArgs, webServerFile } from "./web-access";

/** Where they tell each other what they have sent: TCP and UDP, in the stack's network only. */
const clusterPort = 9094;

/**
 * Alertmanager takes a new configuration when it gets a SIGHUP, and doesn't look for one itself. This looks every 2 s,
 * and waits until two looks have found the same: several files may be on their way. Alertmanager then takes the place
 * of the shell, so that it's the one that's stopped, waited for, and restarted when it ends.
 */
const reloading = `sum() { cat ${filesPath}/* | md5sum; }
told=$(sum)
last=$told
(
  while sleep 2; do
    now=$(sum)
    if [ "$now" = "$last" ] && [ "$now" != "$told" ]; then
      kill -HUP $$
      told=$now
    fi
    last=$now
  done
) &
exec alertmanager "$@"
`;

/** Alertmanager, as often as it's wanted: `alertmanager`, `alertmanager-2`, and so on. */
export function alertmanagerServices(
  role: string,
  spec: AlertmanagerSpec,
): readonly { readonly name: string; readonly service: ServiceSpec }[] {
  const { existingSecrets, replicas } = spec;
  if (existingSecrets.length > 0) {
    throw new Error(`${role}: Docker has no secret ${existingSecrets.map(({ name }) => name).join(", ")}`);
  }
  const names = Array.from({ length: replicas }, (_, index) => (index === 0 ? role : `${role}-${index + 1}`));
  return names.map((name, index) => ({
    name,
    service: alertmanagerService(
      spec,
      spec.publish + index,
      names.filter((other) => other !== name),
    ),
  }));
}

function alertmanagerService(spec: AlertmanagerSpec, publish: number, peers: readonly string[]): ServiceSpec {
  const { web } = spec;
  return {
    ...spec.service,
    command: ["sh", "-c", `${spec.tokensInUrls ? hidingTokens : ""}${reloading}`, "alertmanager"],
    ...(spec.tokensInUrls && { scratch: logScratch }),
    args: [
      `--config.file=${filesPath}/alertmanager.yml`,
      "--storage.path=/alertmanager",
      ...clusterArgs(peers),
      // The same for all: what one has sent is true for the others, and the link in a message doesn't depend on chance.
      `--web.external-url=${spec.externalUrl}`,
      `--enable-feature=${alertmanagerFeatures.join(",")}`,
      ...(web ? webServerArgs : []),
    ],
    files: [
      { path: "alertmanager.yml", content: spec.config(filesPath) },
      ...Object.entries(spec.templates).map(([path, content]) => ({ path, content })),
      ...(web ? [webClientFile(web)] : []),
    ],
    // It reads their files each time that it sends, or is asked for a login.
    secrets: [...spec.secrets, ...(web ? [webServerFile(web), webPasswordFile(web)] : [])],
    onFileChange: "live",
    volumes: [{ name: "data", path: "/alertmanager", sizeGiB: 1 }],
    ports: [{ name: "web", port: 9093, publish }],
    health: web ? loggedIn : { http: { port: 9093, path: "/-/ready" } },
    scrapes: [{ job: "alertmanager", port: 9093 }],
  };
}

/** Asked for a login, a plain request fails, and would show the password in the list of processes. */
const loggedIn: HealthSpec = {
  command: [
    "amtool",
    `--http.config.file=${webClientPath}`,
    "--alertmanager.url=http://127.0.0.1:9093",
    "cluster",
    "show",
  ],
};

/** A name that can't be looked up yet is no fault: it's tried again every 15 s. So they may start in any order. */
function clusterArgs(peers: readonly string[]): string[] {
  if (peers.length === 0) return ["--cluster.listen-address="];
  return [
    `--cluster.listen-address=0.0.0.0:${clusterPort}`,
    ...peers.map((peer) => `--cluster.peer=${peer}:${clusterPort}`),
    // One that was replaced has a new address: the old one is forgotten as soon as on Kubernetes, not after 6 hours.
    "--cluster.reconnect-timeout=5m",
  ];
}
