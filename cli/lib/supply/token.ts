/** Where a registry wants a client to get a token, as its `WWW-Authenticate` header says. */
export interface Challenge {
  readonly realm: string;
  readonly service?: string;
  readonly scope?: string;
}

/** `undefined` where it wants something else than a token, such as a user's name and password. */
export function parseChallenge(header: string | null): Challenge | undefined {
  if (header === null || !/^bearer /i.test(header)) return undefined;
  const { realm, service, scope } = Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as Record<string, string | undefined>;
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  return { realm, ...(service !== undefined && { service }), ...(scope !== undefined && { scope }) };
}

/** Asks for the right to pull one image, as nobody in particular. */
export function tokenUrl({ realm, service, scope }: Challenge, path: string): URL {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope ?? `repository:${path}:pull`);
  return url;
}

/** The token in an answer: two names are in use for it. */
export function tokenIn(body: Buffer): string | undefined {
  try {
    const { token, access_token } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
    const found = token ?? access_token;
    return typeof found === "string" && found !== "" ? found : undefined;
  } catch {
    return undefined;
  }
}
