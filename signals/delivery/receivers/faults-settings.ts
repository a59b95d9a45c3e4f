import { nearest } from "../../nearest";
import { isSecretHeader } from "./faults-values";
import type { OtherKind } from "./other-kinds";

/** Settings that are secrets. `routing_key` isn't one here: VictorOps' is a name. */
const secrets = [
  ..."alert_source_token api_key api_secret bearer_token client_certificate_key client_secret credentials key".split(
    " ",
  ),
  ..."password secret_key token token_id user_key webhook_url".split(" "),
];

/**
 * What is wrong with the settings of a receiver that go into Alertmanager's configuration as they are: names that it
 * doesn't know, with which it wouldn't start, and secrets, however deep.
 */
export function settingFaults(settings: object, kind: OtherKind, at: string): string[] {
  return faultsIn(settings, kind, at, "");
}

function faultsIn(value: unknown, kind: OtherKind, at: string, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, i) => faultsIn(each, kind, `${at}.${i}`, path));
  return Object.entries(value).flatMap(([name, inner]) => {
    const setting = path === "" ? name : `${path}.${name}`;
    const place = `${at}.${name}`;
    const fault = nameFault(name, setting, kind.settings[path], kind);
    return fault === undefined ? faultsIn(inner, kind, place, setting) : [`${place}: ${fault}`];
  });
}

/** @param known names that may stand where this one does; undefined where all may */
function nameFault(
  name: string,
  setting: string,
  known: readonly string[] | undefined,
  kind: OtherKind,
): string | undefined {
  if (setting === "send_resolved") return "this is the receiver's own; write it as sendResolved, beside kind";
  if (known === undefined) return freeFault(name, setting);
  if (!known.includes(name)) {
    const near = nearest(name, known);
    if (near !== undefined) return `isn't known; did you mean "${rightPlace(near, setting, kind)}"?`;
    const readable = known.filter((each) => !secrets.includes(each) && !each.endsWith("_file"));
    return `isn't known; there are ${readable.join(", ")}`;
  }
  if (name === "secret_key") return "Alertmanager can't read this from a file; let it have a role instead (role_arn)";
  if (secrets.includes(name)) return `a secret must not stand here; give it as ${secretPlace(setting)}`;
  if (!name.endsWith("_file")) return undefined;
  // Nobody else puts files where Alertmanager runs.
  return kind.files.includes(setting) || name === "bearer_token_file"
    ? `only files of secrets are where Alertmanager runs; give the secret as ${secretPlace(setting)}`
    : `only files of secrets are where Alertmanager runs; write what is in it as ${name.replace(/_file$/, "")}`;
}

/** In headers and fields of the user's own. Names such as `key` say nothing there: Jira has keys that are none. */
function freeFault(name: string, setting: string): string | undefined {
  const isHeader = /(^|\.)http_headers\.[^.]+$/.test(setting);
  if ((name === "secrets" && setting.includes("http_headers.")) || (isHeader && isSecretHeader(name))) {
    return "a secret in a header can only be had with a receiver of kind webhook (secretHeaders)";
  }
  return secrets.includes(name) && name !== "key"
    ? "a secret must not stand here, and Alertmanager can't read this one from a file"
    : undefined;
}

/** Where the setting that was meant has to stand. */
function rightPlace(near: string, setting: string, { files }: OtherKind): string {
  const meant = setting.replace(/[^.]+$/, near);
  // No file can have it: that is said when it's there.
  if (near === "secret_key") return near;
  return secrets.includes(near) || files.includes(meant) || near === "bearer_token_file" ? secretPlace(meant) : near;
}

/** `bearer_token` is how `authorization` was written once: what else may stand beside it can't be had with both. */
function secretPlace(setting: string): string {
  const file = setting.endsWith("_file") ? setting : `${setting}_file`;
  return `secretFiles.${file.replace(/bearer_token_file$/, "authorization.credentials_file")}`;
}
