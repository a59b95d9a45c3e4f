import { didYouMean } from "../../nearest";
import { secretFaults, urlFaults } from "./faults-values";
import { settingFaults } from "./faults-settings";
import { otherKinds, type OtherKind } from "./other-kinds";
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

export function otherFaults(way: OtherSpec, at: string): string[] {
  const { kind, settings, secretFiles } = way;
  if (Object.hasOwn(typed, kind)) {
    return [`${at}.kind: "${kind}" has a key of its own: write it as ${at.replace(/other\.\d+$/, typed[kind]!)}`];
  }
  if (!Object.hasOwn(otherKinds, kind)) {
    const kinds = Object.keys(otherKinds);
    const hint = didYouMean(kind, [...kinds, ...Object.keys(typed)]) || `; there are ${kinds.join(", ")}`;
    return [`${at}.kind: Alertmanager has no receiver "${kind}"${hint}`];
  }
  const known = otherKinds[kind]!;
  const found = [...settingFaults(settings, known, `${at}.settings`), ...fileFaults(secretFiles, known.files, at)];
  // What is misspelt, or stands in the wrong place, would be missed here once more.
  return found.length > 0 ? found : [...requiredFaults(way, known, at), ...loginFaults(way, at)];
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

/** What Alertmanager wouldn't start without, and what it can't have twice. */
function requiredFaults(way: OtherSpec, { required, files }: OtherKind, at: string): string[] {
  const shown = (setting: string) => `${files.includes(setting) ? "secretFiles" : "settings"}.${setting}`;
  return required.flatMap((set) => {
    const given = set.filter((setting) => isGiven(way, setting));
    if (given.length === 1) return [];
    if (given.length > 1) return [`${at}: it has ${given.map(shown).join(" and ")}; one of them was expected`];
    const [only, ...others] = set.map(shown);
    if (others.length === 0) return [`${at}.${only}: it's missing; ${way.kind} needs it`];
    return [`${at}: ${way.kind} needs one of ${[only, ...others].join(", ")}`];
  });
}

/** Alertmanager refuses two ways to log in. */
function loginFaults({ settings, secretFiles }: OtherSpec, at: string): string[] {
  const http = settings["http_config"];
  const inner = typeof http === "object" && http !== null ? Object.keys(http) : [];
  const given = ["authorization", "basic_auth", "oauth2"].filter(
    (way) =>
      inner.includes(way) || Object.keys(secretFiles).some((setting) => setting.startsWith(`http_config.${way}.`)),
  );
  return given.length < 2
    ? []
    : [`${at}: its http_config has ${given.join(" and ")}; a request has one authorization, so one was expected`];
}

function isGiven({ settings, secretFiles }: OtherSpec, setting: string): boolean {
  return Object.hasOwn(secretFiles, setting) || ![undefined, null, ""].includes(settings[setting] as string);
}
