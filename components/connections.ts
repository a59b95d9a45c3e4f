import type * as pulumi from "@pulumi/pulumi";
import type { CacheConnection, DatabaseConnection } from "./component";
import { secretsPath, type FileSpec, type Reach, type Service } from "./platform/platform";

/** What an application and its workers are told of their surroundings. */
export interface Connections {
  readonly database?: DatabaseConnection;
  readonly cache?: CacheConnection;
  /** Where StatsD lines go, UDP. */
  readonly statsd: { readonly service: Service; readonly port: number };
}

/** Environment variables with libpq's and the field's usual names; passwords are files, never variables. */
export function connectionEnv({ database, cache, statsd }: Connections): Record<string, pulumi.Input<string>> {
  return {
    STATSD_HOST: statsd.service.host,
    STATSD_PORT: String(statsd.port),
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
  };
}

export function connectionSecrets({ database, cache }: Connections): FileSpec[] {
  const files: FileSpec[] = [];
  if (database) files.push({ path: "postgres-password", content: database.password });
  if (cache?.password !== undefined) files.push({ path: "redis-password", content: cache.password });
  return files;
}

/** Whom an application talks to by these connections. */
export function connectionReaches({ database, cache, statsd }: Connections): Reach[] {
  return [
    { service: statsd.service, port: statsd.port, protocol: "udp" },
    ...(database ? [databaseReach(database)] : []),
    ...(cache ? [cacheReach(cache)] : []),
  ];
}

export function databaseReach({ service, port }: DatabaseConnection): Reach {
  return service ? { service, port } : outsideReach(port, "the external Postgres");
}

export function cacheReach({ service, port }: CacheConnection): Reach {
  return service ? { service, port } : outsideReach(port, "the external Redis");
}

/** A host's name may stand for any address. */
export function outsideReach(port: number, why: string): Reach {
  return { outside: { cidr: "0.0.0.0/0", port, protocol: "tcp" }, why };
}

/** What should be started before an application is. */
export function connectionServices({ database, cache, statsd }: Connections): Service[] {
  return [database?.service, cache?.service, statsd.service].filter((service) => service !== undefined);
}
