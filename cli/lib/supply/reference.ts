/** An image's reference in its parts, as an engine reads it. */
export interface Reference {
  /** Such as `docker.io` or `127.0.0.1:5000`. */
  readonly host: string;
  /** Such as `prom/prometheus` or `library/redis`. */
  readonly path: string;
  /** Absent where only a digest is given. */
  readonly tag?: string;
  readonly digest?: string;
}

/** `redis` is `docker.io/library/redis:latest`. */
export function parseReference(text: string): Reference {
  const [name = "", digest] = text.split("@");
  const [, whole = name, tag] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? [];
  const [first = "", ...rest] = whole.split("/");
  const ownHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = ownHost ? rest.join("/") : rest.length > 0 ? whole : `library/${whole}`;
  return {
    host: ownHost ? first : "docker.io",
    path,
    ...(tag !== undefined ? { tag } : digest === undefined && { tag: "latest" }),
    ...(digest !== undefined && { digest }),
  };
}
