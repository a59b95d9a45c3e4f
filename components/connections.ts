import type * as pulumi from "@pulumi/pulumi";
import type { CacheConnection, DatabaseConnection, VectorStoreConnection } from "./component";
import { secretsPath, type FileSpec, type Reach, type Service } from "./platform/platform";

/** What an application and its workers are told of their surroundings. */
export interface Connections {
  readonly database?: DatabaseConnection;
  readonly cache?: CacheConnection;
  readonly vectorStore?: VectorStoreConnection;
  /** Where StatsD lines go, UDP. Absent where no worker reports by it. */
  readonly statsd?: { readonly service: Service; readonly port: number };
}

/** Environment variables with libpq's and the field's usual names; passwords are files, never variables. */
export function connectionEnv(connections: Connections): Record<string, pulumi.Input<string>> {
  const { database, cache, vectorStore, statsd } = connections;
  return {
    ...(statsd && { STATSD_HOST: statsd.service.host, STATSD_PORT: String(statsd.port) }),
    ...(database && {
      PGHOST: database.host,
      PGPORT: String(database.port),
      PGUSER: database.user,
      PGDATABASE: database.database,
      PGSSLMODE: database.sslMode,
      PGPASSWORD_FILE: `${secretsPath}/postgres-password`,
    }),
    ...(cache && {
      REDIS_HOST: cache.host,
      REDIS_PORT: String(cache.port),
      ...(cache.password !== undefined && { REDIS_PASSWORD_FILE: `${secretsPath}/redis-password` }),
    }),
    ...(vectorStore && { QDRANT_URL: `http://${vectorStore.host}:${vectorStore.port}` }),
  };
}

export function connectionSecrets({ database, cache }: Connections): FileSpec[] {
  const files: FileSpec[] = [];
  if (database) files.push({ path: "postgres-password", content: database.password });
  if (cache?.password !== undefined) files.push({ path: "redis-password", content: cache.password });
  return files;
}

/** Whom an application talks to by these connections. */
export function connectionReaches({ database, cache, vectorStore, statsd }: Connections): Reach[] {
  return [
    ...(statsd ? [{ service: statsd.service, port: statsd.port, protocol: "udp" } as const] : []),
    ...(database ? [databaseReach(database)] : []),
    ...(cache ? [cacheReach(cache)] : []),
    ...(vectorStore ? [vectorStoreReach(vectorStore)] : []),
  ];
}

export function databaseReach({ service, port }: DatabaseConnection): Reach {
  return service ? { service, port } : outsideReach(port, "the external Postgres");
}

export function cacheReach({ service, port }: CacheConnection): Reach {
  return service ? { service, port } : outsideReach(port, "the external Redis");
}

function vectorStoreReach({ service, port }: VectorStoreConnection): Reach {
  return service ? { service, port } : outsideReach(port, "the external Qdrant");
}

/** A host's name may stand for any address. */
export function outsideReach(port: number, why: string): Reach {
  return { outside: { cidr: "0.0.0.0/0", port, protocol: "tcp" }, why };
}

/** One for each port of these URLs. */
export function urlReaches(urls: readonly string[]): Reach[] {
  const ports = urls.map((url) => {
    const { port, protocol } = new URL(url);
    return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
  });
  return [...new Set(ports)].map((port) => outsideReach(port, "URLs that are probed"));
}

/** What should be started before an application is. */
export function connectionServices({ database, cache, vectorStore, statsd }: Connections): Service[] {
  const all = [database?.service, cache?.service, vectorStore?.service, statsd?.service];
  return all.filter((service) => service !== undefined);
}
