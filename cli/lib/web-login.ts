import { webUser } from "../../components/secrets";
import { webLogin } from "../../config/access";
import { isUnknownSecret } from "../translate/stack";
import { SecretStore } from "./secrets";
import type { Stack } from "./stack";

/** Of a request. */
export type Headers = Readonly<Record<string, string>>;

type Outputs = Readonly<Record<string, unknown>>;

/** Why nothing was asked: said where a check would have been. */
export const unknownWebPassword =
  "Prometheus and Alertmanager ask for a login whose password is in Pulumi's state and isn't known here: `npm run up` keeps it";

/**
 * With which headers the stack's Prometheus and Alertmanager are asked, from outside of it; none where they ask for no
 * login. Undefined: they ask for one, and the password isn't known here.
 */
export function webHeaders(stack: Stack, outputs: Outputs): Headers | undefined {
  if (webLogin(stack.settings) !== "servers") return {};
  const password = webPassword(stack, outputs);
  if (password === undefined) return undefined;
  return { authorization: `Basic ${Buffer.from(`${webUser}:${password}`).toString("base64")}` };
}

/** What can't be decrypted here stands in the outputs as something else; an engine that could has kept it. */
function webPassword({ encrypted, folder }: Stack, { webPassword }: Outputs): string | undefined {
  const known = typeof webPassword === "string" && !isUnknownSecret(webPassword);
  if (known && !encrypted.includes("sightline:webPassword")) return webPassword;
  return new SecretStore(folder).values()["web"];
}

/** How a person logs in to Prometheus and Alertmanager. Undefined: they ask for no login. */
export function webLoginText({ settings }: Stack, credentials: string): string | undefined {
  if (webLogin(settings) === "nobody") return undefined;
  const where = settings.webPassword === undefined ? `"web" in ${credentials}` : "sightline:webPassword, as you set it";
  return `user ${webUser}, password: ${where}`;
}
