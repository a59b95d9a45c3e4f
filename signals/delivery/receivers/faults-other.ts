import { didYouMean } from "../../nearest";
import { secretFaults, urlFaults } from "./faults-values";
import type { Integration, OtherSpec } from "./receivers";

/** Those of Alertmanager 0.33's receivers that have a key of their own here. */
const typed: Readonly<Record<string, Integration>> = {
  email: "email",
  slack: "slack",
  webhook: "webhook",
  pagerduty: "pagerduty",
  opsgenie: "opsgenie",
  telegram: "telegram",
  msteamsv2: "teams",
  teams: "teams",
};

/** The others, each with the settings that name a file with a secret. */
const fileSettings: Readonly<Record<string, readonly string[]>> = {
  discord: ["webhook_url_file"],
  incidentio: ["url_file", "alert_source_token_file"],
  jira: [],
  mattermost: ["webhook_url_file"],
  msteams: ["webhook_url_file"],
  pushover: ["token_file", "user_key_file"],
  rocketchat: ["token_file", "token_id_file"],
  sns: [],
  victorops: ["api_key_file"],
  webex: [],
  wechat: ["api_secret_file"],
};

const everywhere = [
  "http_config.authorization.credentials_file",
  "http_config.basic_auth.password_file",
  "http_config.oauth2.client_secret_file",
  "http_config.tls_config.key_file",
];

/** Settings that are secrets. `routing_key` isn't one here: VictorOps' is a name. */
const secrets = [
  ..."alert_source_token api_key api_secret bearer_token client_certificate_key client_secret credentials key".split(
    " ",
  ),
  ..."password secret_key token token_id user_key webhook_url".split(" "),
];

export function otherFaults({ kind, settings, secretFiles }: OtherSpec, at: string): string[] {
  if (Object.hasOwn(typed, kind)) {
    return [`${at}.kind: "${kind}" has a key of its own: write it as ${at.replace(/other\.\d+$/, typed[kind]!)}`];
  }
  const files = fileSettings[kind];
  if (files === undefined) {
    const kinds = Object.keys(fileSettings);
    const hint = didYouMean(kind, [...kinds, ...Object.keys(typed)]) || `; there are ${kinds.join(", ")}`;
    return [`${at}.kind: Alertmanager has no receiver "${kind}"${hint}`];
  }
  return [...inlineFaults(settings, `${at}.settings`, ""), ...fileFaults(secretFiles, [...files, ...everywhere], at)];
}

function fileFaults(secretFiles: OtherSpec["secretFiles"], known: readonly string[], at: string): string[] {
  return Object.entries(secretFiles).flatMap(([setting, secret]) => {
    const place = `${at}.secretFiles.${setting}`;
    if (!known.includes(setting)) {
      const hint = didYouMean(setting, known) || `; there are ${known.join(", ")}`;
      return [`${place}: no setting of that name reads a secret from a file${hint}`];
    }
    const faults = secretFaults(place, secret);
    return faults.length === 0 && setting.endsWith("url_file") ? urlFaults(place, secret) : faults;
  });
}

/** Secrets that stand in the settings themselves, however deep. */
function inlineFaults(settings: unknown, at: string, path: string): string[] {
  if (typeof settings !== "object" || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) => {
    const setting = path === "" ? name : `${path}.${name}`;
    if (name === "secret_key") {
      return [`${at}.${setting}: Alertmanager can't read this from a file; let it have a role instead (role_arn)`];
    }
    if (name === "secrets" && path.includes("http_headers.")) {
      return [`${at}.${setting}: a secret in a header can only be had with a receiver of kind webhook (secretHeaders)`];
    }
    if (secrets.includes(name)) {
      return [`${at}.${setting}: a secret must not stand here; give it as secretFiles.${setting}_file`];
    }
    return inlineFaults(value, at, setting);
  });
}
