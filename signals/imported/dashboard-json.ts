/** A dashboard's file, as Grafana exports it, up to the parts that are checked further on. */
import type { DashboardJson } from "../view/types";
import { baseName, slug, type AddedFile } from "./file";

/** What is read here of Grafana's classic JSON: of Grafana 9 to 12. */
const versions = { oldest: 36, newest: 42 };

type Json = Readonly<Record<string, unknown>>;

export function readDashboard(file: AddedFile): { readonly json?: DashboardJson; readonly faults: readonly string[] } {
  const { content } = file;
  let whole: unknown;
  try {
    whole = JSON.parse(content);
  } catch (error) {
    return { faults: [notJson(content, (error as Error).message)] };
  }
  if (!isMap(whole)) return { faults: ["it isn't a dashboard: an object was expected"] };
  if (isSecondSchema(whole)) {
    return { faults: ["it has Grafana's dashboard schema v2; export it as classic JSON (schemaVersion 36 to 42)"] };
  }
  const json = unwrapped(whole);
  const faults = [...versionFaults(json), ...partFaults(json)];
  return faults.length > 0 ? { faults } : { json: normalised(json, file), faults };
}

/** Of the API, or of Grafana's newer resources around a classic dashboard. */
function unwrapped(json: Json): Json {
  const inner = json["dashboard"] ?? (json["kind"] === "Dashboard" ? json["spec"] : undefined);
  return isMap(inner) ? inner : json;
}

function isSecondSchema(json: Json): boolean {
  const spec = isMap(json["spec"]) ? json["spec"] : {};
  return /^dashboard\.grafana\.app\/v2/.test(String(json["apiVersion"])) || "elements" in json || "elements" in spec;
}

function versionFaults({ schemaVersion: version }: Json): string[] {
  const expected = `${versions.oldest} to ${versions.newest} was expected`;
  if (typeof version !== "number") return [`it has no schemaVersion, so it isn't a classic dashboard; ${expected}`];
  if (version < versions.oldest) {
    return [`its schemaVersion is ${version}; ${expected}: open and save it in Grafana 9 or later`];
  }
  return version > versions.newest ? [`its schemaVersion is ${version}; ${expected}`] : [];
}

function partFaults({ title, uid, panels }: Json): string[] {
  const faults: string[] = [];
  if (typeof title !== "string" || title.trim() === "") faults.push("it has no title");
  if (panels !== undefined && !Array.isArray(panels)) faults.push("its panels aren't a list");
  if (uid !== undefined && uid !== null && uid !== "" && !/^[\w-]{1,40}$/.test(String(uid))) {
    faults.push(`its uid "${String(uid)}" may have only letters, digits, "_" and "-", at most 40 of them`);
  }
  return faults;
}

/** Without what belongs to the Grafana that it was exported from. */
function normalised({ id: _, version: __, iteration: ___, ...json }: Json, { path }: AddedFile): DashboardJson {
  const uid = typeof json["uid"] === "string" && json["uid"] !== "" ? json["uid"] : uidOf(path);
  const tags = Array.isArray(json["tags"]) ? (json["tags"] as string[]) : [];
  return { ...json, title: String(json["title"]), uid, tags: [...new Set([...tags, "sightline"])] };
}

/** Of the file's name: the same at each deployment. */
function uidOf(path: string): string {
  return slug(baseName(path)).slice(0, 40).replace(/-$/, "");
}

function notJson(content: string, message: string): string {
  const at = / at position (\d+)/.exec(message)?.[1];
  const before = content.slice(0, at === undefined ? content.length : Number(at));
  return `line ${before.split("\n").length}: it isn't JSON: ${message.replace(/ in JSON at position .*/s, "").replace(/ in JSON$/, "")}`;
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
