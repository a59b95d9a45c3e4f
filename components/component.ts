import * as pulumi from "@pulumi/pulumi";
import type { Platform, Service } from "./platform/platform";

export interface ComponentOptions extends pulumi.ComponentResourceOptions {
  /** Where it runs. */
  readonly platform: Platform;
}

/** What all components have in common: a type token of ours, and a platform that places their services. */
export abstract class Component extends pulumi.ComponentResource {
  protected readonly platform: Platform;

  constructor(kind: string, name: string, { platform, ...opts }: ComponentOptions) {
    super(`sightline:index:${kind}`, name, {}, opts);
    this.platform = platform;
  }
}

/** A database as an application or exporter reaches it. */
export interface DatabaseConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  /** As libpq names them. */
  readonly sslMode: "disable" | "require" | "verify-full";
  readonly password: pulumi.Input<string>;
  /** The service, when the stack itself runs it. */
  readonly service?: Service;
}

/** A Redis as an application or exporter reaches it. */
export interface CacheConnection {
  readonly host: string;
  readonly port: number;
  /** Absent: it asks for none. */
  readonly password?: pulumi.Input<string>;
  readonly service?: Service;
}

/** A Qdrant as an application reaches it, by HTTP. */
export interface VectorStoreConnection {
  readonly host: string;
  readonly port: number;
  readonly service?: Service;
}
