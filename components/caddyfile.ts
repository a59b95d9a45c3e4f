import { filesPath, secretsPath } from "./platform/platform";

/** One port of the proxy, and who is behind it. */
export interface ProxySite {
  readonly listen: number;
  /** `prometheus:9090`. */
  readonly to: string;
}

export interface CaddyfileArgs {
  readonly sites: readonly ProxySite[];
  /** Default: whoever is before it does TLS. */
  readonly tls?: {
    /** 0: browsers aren't told. */
    readonly hstsSeconds: number;
  };
  /** Who must log in; the hash of the password is in a file. Default: those behind it ask for themselves. */
  readonly username?: string;
}

/** Where it says that it's well, without TLS and without a login. */
export const healthPort = 8080;

/** Below `filesPath` and `secretsPath`. */
export const proxyFiles = {
  config: "caddy/Caddyfile",
  certificate: "tls/certificate.pem",
  key: "tls.key",
  hash: "web-password-hash",
} as const;

/** Caddy's configuration: a port a site, each handed on as it is, the Authorization header too. */
export function caddyfile({ sites, tls, username }: CaddyfileArgs): string {
  const blocks = sites.map(({ listen, to }) =>
    block(`${tls ? "https" : "http"}://:${listen}`, [
      ...(tls ? tlsLines(tls.hstsSeconds) : []),
      ...(username === undefined
        ? []
        : [...block("basic_auth", [`${username} {file.${secretsPath}/${proxyFiles.hash}}`])]),
      ...block(`reverse_proxy ${to}`, username === undefined ? [] : ["header_up -Authorization"]),
    ]),
  );
  const health = block(`http://:${healthPort}`, ["respond /health 200", "respond 404"]);
  const ports = [
    ...sites.map(({ listen }) => ({ listen, tls: tls !== undefined })),
    { listen: healthPort, tls: false },
  ];
  return [globalOptions(ports), ...blocks, health].map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function globalOptions(ports: readonly { readonly listen: number; readonly tls: boolean }[]): string[] {
  return block("", [
    // Nobody changes it but by its files, and nothing of it is written down elsewhere.
    "admin off",
    "persist_config off",
    // The certificate is given.
    "auto_https off",
    ...ports.flatMap(({ listen, tls }) =>
      block(`servers :${listen}`, [
        // HTTP/3 takes UDP, which isn't published; HTTP/2 takes TLS.
        `protocols h1${tls ? " h2" : ""}`,
        // Whoever forgot the s comes to the same port by HTTPS.
        ...(tls ? block("listener_wrappers", ["http_redirect", "tls"]) : []),
        // A slow sender of headers mustn't hold a connection for ever. Answers may be long: queries are.
        ...block("timeouts", ["read_header 10s", "idle 2m"]),
      ]),
    ),
  ]);
}

/** Below 1.2, TLS is broken; Caddy's choice of ciphers is what it should be. */
function tlsLines(hstsSeconds: number): string[] {
  const files = `${filesPath}/${proxyFiles.certificate} ${secretsPath}/${proxyFiles.key}`;
  const hsts = hstsSeconds > 0 ? [`header Strict-Transport-Security "max-age=${hstsSeconds}"`] : [];
  return [...block(`tls ${files}`, ["protocols tls1.2 tls1.3"]), ...hsts];
}

function block(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [head];
  return [head === "" ? "{" : `${head} {`, ...lines.map((line) => `\t${line}`), "}"];
}
