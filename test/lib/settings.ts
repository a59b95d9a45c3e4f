import { readSettings } from "../../config/read";
import type { Settings } from "../../config/schema";
import { UserError } from "../../signals/errors";

/** What a stack file with these keys says, as the program reads it. */
export function settingsOf(settings: Readonly<Record<string, unknown>>): Settings {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const raw = Object.entries(settings).map(([key, value]) => [`sightline:${key}`, text(value)]);
  return readSettings("unit", Object.fromEntries(raw) as Record<string, string>).settings;
}

/** What is wrong with it; none where it's read. */
export function settingsFaults(settings: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    settingsOf(settings);
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
  return [];
}
