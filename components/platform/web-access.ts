import * as pulumi from "@pulumi/pulumi";
import { toYaml } from "../../signals/yaml";
import { filesPath, secretsPath, type FileSpec, type WebAccess } from "./platform";

/**
 * How the web servers of Prometheus and Alertmanager ask for a login, and how those give it who talk to them. The
 * servers read their file at every request, and clients the password's: a new password needs no restart.
 */

/** Where whoever talks to Prometheus or Alertmanager has the password: the whole file is the password. */
export const webPasswordPath = `${secretsPath}/web-password`;

/** What promtool and amtool take as `--http.config.file`. It names the password's file, so that it's no secret itself. */
export const webClientPath = `${filesPath}/web-client.yml`;

/** Tells the server to ask for the login. */
export const webServerArgs: readonly string[] = [`--web.config.file=${secretsPath}/web.yml`];

/** What the server checks logins by. A secret: from the hash of a weak password, the password can be found. */
export function webServerFile({ username, passwordHash }: WebAccess): FileSpec {
  const content = pulumi.output(passwordHash).apply((hash) => toYaml({ basic_auth_users: { [username]: hash } }));
  return { path: "web.yml", content };
}

/** At `webPasswordPath`, as a secret. */
export function webPasswordFile({ password }: Pick<WebAccess, "password">): FileSpec {
  return { path: "web-password", content: password };
}

/** At `webClientPath`, as a file that may be seen. */
export function webClientFile({ username }: Pick<WebAccess, "username">): FileSpec {
  return { path: "web-client.yml", content: toYaml({ basic_auth: basicAuth(username) }) };
}

/** As the configuration of Prometheus has it, and everything else that is made with its HTTP client. */
export function basicAuth(username: string) {
  return { username, password_file: webPasswordPath };
}
