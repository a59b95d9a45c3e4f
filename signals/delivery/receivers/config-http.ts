import { configs, present, type ReceiverParts } from "./config-parts";
import type { OtherSpec, ReceiverSpec, WebhookSpec } from "./receivers";

/**
 * How long an answer is waited for before it's tried again. Without it, one that never answers would hold up its message
 * for a whole group interval.
 */
export const answerTimeout = "20s";

/** What every webhook has. */
export function webhookConfig(urlFile: string): object {
  return { url_file: urlFile, timeout: answerTimeout };
}

export function webhookConfigs(name: string, spec: ReceiverSpec, parts: ReceiverParts): object {
  return present({
    webhook_configs: configs(spec, "webhook", (way, index) => {
      const at = `${name}.webhook.${index}`;
      parts.reachSecret(way.url, `${name} (webhook)`);
      const http = httpConfig(way, at, parts);
      return {
        ...webhookConfig(parts.file(`${at}.url`, way.url)),
        ...(way.maxAlerts !== undefined && { max_alerts: way.maxAlerts }),
        ...(Object.keys(http).length > 0 && { http_config: http }),
      };
    }),
  });
}

function httpConfig(way: WebhookSpec, at: string, parts: ReceiverParts): object {
  const { basicAuth, bearer, ca } = way;
  const headers = Object.fromEntries([
    ...Object.entries(way.headers ?? {}).map(([name, value]) => [name, { values: [value] }] as const),
    ...Object.entries(way.secretHeaders ?? {}).map(
      ([name, secret]) => [name, { files: [parts.file(`${at}.secretHeaders.${name}`, secret)] }] as const,
    ),
  ]);
  return {
    ...(basicAuth && {
      basic_auth: {
        username: basicAuth.username,
        password_file: parts.file(`${at}.basicAuth.password`, basicAuth.password),
      },
    }),
    ...(bearer && { authorization: { type: "Bearer", credentials_file: parts.file(`${at}.bearer`, bearer) } }),
    ...(Object.keys(headers).length > 0 && { http_headers: headers }),
    ...(ca !== undefined && { tls_config: { ca } }),
  };
}

const [title, text] = ["title", "text"].map((name) => `{{ template "sightline.${name}" . }}`);
const markdown = '{{ template "sightline.teams.text" . }}';

/** What they say where the user says nothing else; those that aren't here say what Alertmanager does. */
const otherMessages: Readonly<Record<string, object>> = {
  discord: { title, message: markdown },
  msteams: { title, text: markdown },
  pushover: { title, message: text },
  rocketchat: { title, text: markdown },
  sns: { subject: title, message: text },
  victorops: { entity_display_name: title, state_message: text },
  webex: { message: `**${title}**\n\n${markdown}` },
  wechat: { message: `${title}\n${text}` },
};

/** The rest of Alertmanager's receivers: what the user says, with the paths of the secrets put in. */
export function otherConfigs(name: string, spec: ReceiverSpec, parts: ReceiverParts): object {
  const lists: Record<string, object[]> = {};
  const all = configs(spec, "other", (way, index) => otherConfig(way, name, `${name}.other.${index}`, parts));
  (spec.other ?? []).forEach(({ kind }, index) => (lists[`${kind}_configs`] ??= []).push(all[index]!));
  return lists;
}

function otherConfig(way: OtherSpec, name: string, at: string, parts: ReceiverParts): object {
  const why = `${name} (${way.kind})`;
  const urls = [
    ...Object.values(way.settings),
    ...Object.values(way.secretFiles).map((secret) => ("value" in secret ? secret.value : undefined)),
  ].filter((value): value is string => typeof value === "string" && /^https?:\/\//.test(value));
  // Most of them have a fixed address of their own, which is https.
  if (urls.length === 0) parts.reachPort(443, why);
  for (const url of urls) parts.reach(url, why);
  const settings: Record<string, unknown> = { ...otherMessages[way.kind], ...structuredClone(way.settings) };
  for (const [setting, secret] of Object.entries(way.secretFiles)) {
    setAt(settings, setting.split("."), parts.file(`${at}.${setting}`, secret));
  }
  return settings;
}

/** `http_config.authorization.credentials_file` is a setting in a setting in a setting. */
function setAt(settings: Record<string, unknown>, [first, ...rest]: readonly string[], value: string): void {
  if (first === undefined) return;
  if (rest.length === 0) {
    settings[first] = value;
    return;
  }
  const inner = { ...(settings[first] as Record<string, unknown> | undefined) };
  setAt(inner, rest, value);
  settings[first] = inner;
}
