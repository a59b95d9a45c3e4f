import type * as pulumi from "@pulumi/pulumi";
import { caddyfile, healthPort, proxyFiles } from "./caddyfile";
import { Component, type ComponentOptions } from "./component";
import { filesPath, type ImageSpec, type Service, type WebAccess, type WebPort } from "./platform/platform";

export interface ProxyArgs {
  readonly image: ImageSpec;
  /** What it stands before; it's published in their place. */
  readonly behind: readonly WebPort[];
  /** Default: whoever is before it does TLS. */
  readonly tls?: ProxyTls;
  /** The login that it asks for. Default: those behind it ask for themselves. */
  readonly login?: WebAccess;
}

export interface ProxyTls {
  /** PEM: the server's first. */
  readonly certificate: string;
  readonly key: pulumi.Input<string>;
  readonly hstsSeconds: number;
}

/** The first of its ports; the others come after it. */
const firstPort = 8443;

/** Stands between people and what they open: with TLS, or with the login that those behind it don't ask for. */
export class Proxy extends Component {
  readonly service: Service;

  constructor(name: string, args: ProxyArgs, opts: ComponentOptions) {
    super("Proxy", name, opts);
    const { image, behind, tls, login } = args;
    const ports = behind.map((web, index) => ({ ...web, listen: firstPort + index }));
    const config = caddyfile({
      sites: ports.map(({ listen, service, port }) => ({ listen, to: `${service.host}:${port}` })),
      ...(tls && { tls }),
      ...(login && { username: login.username }),
    });
    this.service = this.platform.service(
      "proxy",
      {
        image,
        command: ["caddy", "run", "--config", `${filesPath}/${proxyFiles.config}`, "--adapter", "caddyfile"],
        // It would write its own folders, which are read-only.
        env: { XDG_CONFIG_HOME: "/tmp", XDG_DATA_HOME: "/tmp" },
        scratch: [{ path: "/tmp", sizeMiB: 8 }],
        files: [
          { path: proxyFiles.config, content: config },
          ...(tls ? [{ path: proxyFiles.certificate, content: tls.certificate }] : []),
        ],
        secrets: [
          ...(tls ? [{ path: proxyFiles.key, content: tls.key }] : []),
          ...(login ? [{ path: proxyFiles.hash, content: login.passwordHash }] : []),
        ],
        ports: [
          ...ports.map(({ role, listen, publish }) => ({ name: role, port: listen, publish, inPlaceOf: role })),
          { name: "health", port: healthPort },
        ],
        health: { http: { port: healthPort, path: "/health" } },
        reaches: behind.map(({ service, port }) => ({ service, port })),
        resources: { memoryMiB: 128, cpus: 0.5 },
        confinement: {
          user: "65534:65534",
          capabilities: ["NET_BIND_SERVICE"],
          exceptions: [
            {
              what: "capabilities",
              why: "the published image's program file asks for NET_BIND_SERVICE, and the kernel runs it only where it may be had. It isn't used: no port is below 1024",
            },
          ],
        },
      },
      { parent: this, after: behind.map(({ service }) => service) },
    );
    this.registerOutputs({});
  }
}
