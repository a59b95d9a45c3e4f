import type { CacheConnection, ComponentOptions, DatabaseConnection, VectorStoreConnection } from "./component";
import type { Connections } from "./connections";
import type { MonitoredAppArgs } from "./monitored-app";
import { Postgres } from "./postgres";
import { Qdrant } from "./qdrant";
import { Redis } from "./redis";
import type { Secrets } from "./secrets";

type Args = Pick<MonitoredAppArgs, "images" | "postgres" | "postgresPassword" | "redis" | "redisPassword" | "qdrant">;

/** Where the application's data is: run in the stack, or elsewhere and reached from it. */
export function makeStores(
  name: string,
  args: Args,
  secrets: Secrets,
  own: ComponentOptions,
): Pick<Connections, "database" | "cache" | "vectorStore"> {
  const database = databaseOf(name, args, secrets, own);
  const cache = cacheOf(name, args, secrets, own);
  const vectorStore = vectorStoreOf(name, args, own);
  return { ...(database && { database }), ...(cache && { cache }), ...(vectorStore && { vectorStore }) };
}

function databaseOf(
  name: string,
  { images, postgres }: Args,
  { postgresPassword: password }: Secrets,
  own: ComponentOptions,
): DatabaseConnection | undefined {
  const { mode, host, port, user, database, sslMode } = postgres;
  if (mode === "external") return { host: host as string, port, user, database, sslMode, password };
  if (mode === "none") return undefined;
  return new Postgres(`${name}-postgres`, { image: images.postgres, user, database, password }, own).connection;
}

function cacheOf(
  name: string,
  { images, redis: { mode, host, port }, redisPassword }: Args,
  secrets: Secrets,
  own: ComponentOptions,
): CacheConnection | undefined {
  if (mode === "external") return { host: host as string, port, ...(redisPassword && { password: redisPassword }) };
  if (mode === "none") return undefined;
  return new Redis(`${name}-redis`, { image: images.redis, password: secrets.redisPassword }, own).connection;
}

function vectorStoreOf(
  name: string,
  { images, qdrant: { mode, host, port } }: Args,
  own: ComponentOptions,
): VectorStoreConnection | undefined {
  if (mode === "external") return { host: host as string, port };
  return mode === "run" && images.qdrant
    ? new Qdrant(`${name}-qdrant`, { image: images.qdrant }, own).connection
    : undefined;
}
