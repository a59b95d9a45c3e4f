import type { IncomingMessage } from "node:http";
import { formOf, html, redirect, Refusal, type Answer } from "./answers";
import { loginPage } from "./login-page";
import type { Metrics } from "./metrics";
import type { ServerOptions } from "./options";
import { Sessions } from "./sessions";
import { Throttle } from "./throttle";

/** Logs in and out, and tells whether somebody is: by the session's cookie, or as Grafana's API takes it, by Basic. */
export class Logins {
  private known: { readonly password: string; readonly sessions: Sessions } | undefined;
  private readonly throttle: Throttle;

  constructor(
    private readonly options: ServerOptions,
    private readonly metrics: Metrics,
  ) {
    this.throttle = new Throttle(options.now ?? Date.now);
  }

  /** Those of the password that holds now. */
  private get sessions(): Sessions {
    const password = this.options.password();
    if (this.known?.password !== password) {
      if (this.known) this.options.log?.("the password has changed: every session has ended");
      this.known = { password, sessions: new Sessions({ ...this.options, password }) };
    }
    return this.known.sessions;
  }

  knows(request: IncomingMessage): boolean {
    if (this.sessions.knows(request.headers.cookie)) return true;
    const [scheme, encoded = ""] = (request.headers.authorization ?? "").split(" ");
    if (scheme?.toLowerCase() !== "basic") return false;
    const pair = Buffer.from(encoded, "base64").toString("utf8");
    const colon = pair.indexOf(":");
    return colon >= 0 && this.tried(request, pair.slice(0, colon), pair.slice(colon + 1));
  }

  async login(request: IncomingMessage): Promise<Answer> {
    refuseForeign(request);
    const form = await formOf(request, 4096);
    const next = localPath(form.get("next"));
    try {
      if (this.tried(request, form.get("user") ?? "", form.get("password") ?? "")) {
        return redirect(next, { "set-cookie": this.sessions.begin() });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...html(loginPage(next, error.message), error.status), headers: error.headers };
    }
    return html(loginPage(next, "User or password is wrong."), 401);
  }

  logout(request: IncomingMessage): Answer {
    refuseForeign(request);
    return redirect("/login", { "set-cookie": this.sessions.end(request.headers.cookie) });
  }

  /** Of a proxy's list the last is what the proxy itself has seen; what was there before anybody could have written. */
  private addressOf({ socket, headers }: IncomingMessage): string {
    const told = this.options.behindProxy
      ? String(headers["x-forwarded-for"] ?? "")
          .split(",")
          .at(-1)
          ?.trim()
      : "";
    return told || (socket.remoteAddress ?? "");
  }

  /** While it's slowed, the right password is refused as well: else the slowing would tell which one it is. */
  private tried(request: IncomingMessage, user: string, password: string): boolean {
    const address = this.addressOf(request);
    const wait = this.throttle.wait(address);
    if (wait > 0) {
      this.metrics.login("slowed");
      throw new Refusal(429, `Too many failed logins: try again in ${wait} s.`, { "retry-after": String(wait) });
    }
    const accepted = this.sessions.accepts(user, password);
    this.metrics.login(accepted ? "accepted" : "refused");
    if (accepted) return true;
    this.throttle.failed(address);
    this.options.log?.(`a login from ${address} was refused`);
    return false;
  }
}

/** Another site's form, or another port's of this host, mustn't log anybody in or out. */
export function refuseForeign({ headers }: IncomingMessage): void {
  const site = headers["sec-fetch-site"];
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  const { origin } = headers;
  const other = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== headers.host);
  if (foreign || other) throw new Refusal(403, "from this page only");
}

/** Where to go on after the login: a path of this host, whatever the request says. */
export function localPath(given: string | null | undefined): string {
  const base = "http://viewer.invalid";
  if (!given?.startsWith("/") || !URL.canParse(given, base)) return "/";
  const { origin, pathname, search } = new URL(given, base);
  return origin === base && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}
