import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { adminUser, type ServerOptions } from "./options";

/** Of one password: with another one nothing of these is worth anything any more. */
export type SessionsOptions = Pick<ServerOptions, "secretKey" | "rootUrl" | "now"> & { readonly password: string };

const days = 7;
/** Sessions that were logged out of and haven't ended by themselves: memory must not grow with logouts. */
const remembered = 1000;

/** Who is logged in: a signed cookie that no script of the page can read. */
export class Sessions {
  /** Browsers keep cookies by host, not by port: another stack's viewer on this host has another name. */
  readonly cookie: string;
  private readonly key: Buffer;
  private readonly passwordHash: Buffer;
  private readonly attributes: string;
  private readonly ended = new Map<string, number>();
  private readonly now: () => number;

  constructor({ password, secretKey, rootUrl, now = Date.now }: SessionsOptions) {
    // Of both, so that a new password ends every session.
    this.key = createHmac("sha256", secretKey).update(`session of ${password}`).digest();
    this.cookie = `sightline_${createHmac("sha256", this.key).update("cookie").digest("hex").slice(0, 8)}`;
    this.passwordHash = hashed(password);
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${rootUrl.startsWith("https:") ? "; Secure" : ""}`;
    this.now = now;
  }

  /** Takes as long for a wrong user as for a wrong password. */
  accepts(user: string, password: string): boolean {
    const known = timingSafeEqual(hashed(user), hashed(adminUser));
    return timingSafeEqual(hashed(password), this.passwordHash) && known;
  }

  /** The header that begins a session. */
  begin(): string {
    const content = `${(this.now() + days * 86_400_000).toString(36)}.${randomBytes(16).toString("base64url")}`;
    return `${this.cookie}=${content}.${this.sign(content)}; Max-Age=${days * 86_400}; ${this.attributes}`;
  }

  /** The header that ends a session; a copy of its cookie is worth nothing any more. */
  end(cookies: string | undefined): string {
    const found = this.find(cookies);
    if (found !== undefined) {
      for (const [content, until] of this.ended) if (until <= this.now()) this.ended.delete(content);
      const [oldest] = this.ended.keys();
      if (this.ended.size >= remembered && oldest !== undefined) this.ended.delete(oldest);
      this.ended.set(found.content, found.until);
    }
    return `${this.cookie}=; Max-Age=0; ${this.attributes}`;
  }

  knows(cookies: string | undefined): boolean {
    return this.find(cookies) !== undefined;
  }

  private find(cookies = ""): { readonly content: string; readonly until: number } | undefined {
    const token = cookies
      .split(";")
      .map((cookie) => cookie.trim())
      .find((cookie) => cookie.startsWith(`${this.cookie}=`))
      ?.slice(this.cookie.length + 1);
    const [until, id, signature, ...more] = (token ?? "").split(".");
    if (until === undefined || id === undefined || signature === undefined || more.length > 0) return undefined;
    const content = `${until}.${id}`;
    if (!timingSafeEqual(hashed(signature), hashed(this.sign(content)))) return undefined;
    const time = parseInt(until, 36);
    return time > this.now() && !this.ended.has(content) ? { content, until: time } : undefined;
  }

  private sign(content: string): string {
    return createHmac("sha256", this.key).update(content).digest("base64url");
  }
}

/** Of one length, so that a comparison doesn't tell the length. */
function hashed(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
