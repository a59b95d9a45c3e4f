import { resolveRange, parseDuration } from "../range";
import type { DashboardJson, PanelJson, ViewFinding } from "../types";
import type { Limits } from "./limits";
import { count, fault, note, quoted, repeated, type At } from "./say";

/** What Grafana 12.4 writes, and the oldest that is read here without Grafana's own migrations. */
const SCHEMA = { newest: 42, oldest: 36 };

export function schemaFindings(json: DashboardJson, at: At): ViewFinding[] {
  if (json["elements"] !== undefined || json["spec"] !== undefined) {
    return [fault("schema", at, 'it is in Grafana\'s new form (v2, with "elements"); export it in the classic one')];
  }
  const { schemaVersion: version } = json;
  if (typeof version !== "number") {
    return [fault("schema", at, `it has no schemaVersion, so Grafana takes it for its oldest; write ${SCHEMA.newest}`)];
  }
  if (version > SCHEMA.newest) {
    const known = `only ${SCHEMA.oldest} to ${SCHEMA.newest} are known`;
    return [fault("schema", at, `schemaVersion ${version} is of a newer Grafana: ${known}`)];
  }
  const old = `schemaVersion ${version} is old; Grafana rewrites it when it's opened, here it's read as it is`;
  return version < SCHEMA.oldest ? [note("schema", at, old)] : [];
}

export function settingFindings({ title, uid, time, refresh }: DashboardJson, at: At): ViewFinding[] {
  return [
    ...(typeof title === "string" && title.trim() !== "" ? [] : [fault("identity", at, "it has no title")]),
    ...(typeof uid === "string" && /^[\w-]{1,40}$/.test(uid)
      ? []
      : [fault("identity", at, `its uid isn't 1 to 40 letters, digits, "_" or "-": ${JSON.stringify(uid ?? "")}`)]),
    ...rangeFindings(time, at),
    ...(!refresh || parseDuration(refresh) !== undefined
      ? []
      : [fault("schema", at, `its refresh ${JSON.stringify(refresh)} isn't a duration; write it like 30s`)]),
  ];
}

function rangeFindings(time: DashboardJson["time"], at: At): ViewFinding[] {
  if (time === undefined) return [];
  try {
    // Any moment does: it's about how the range is written.
    resolveRange({ from: String(time.from), to: String(time.to) }, 1_700_000_000);
    return [];
  } catch (error) {
    return [fault("schema", at, `its time range can't be read: ${(error as Error).message}`)];
  }
}

export function sizeFindings(panels: number, at: At, limits: Limits): ViewFinding[] {
  if (panels === 0) return [fault("panels", at, "it has no panels")];
  const many = `it has ${panels} panels, too many to read; put them into several dashboards of ${limits.panels} at most`;
  return panels > limits.panels ? [fault("panels", at, many)] : [];
}

/** Ids and titles, those in collapsed rows too. */
export function identityFindings(panels: readonly PanelJson[], at: At): ViewFinding[] {
  const ids = panels.flatMap(({ id }) => (typeof id === "number" ? [id] : []));
  const titles = (id: number) => panels.filter((panel) => panel.id === id).map(({ title = "" }) => title);
  const missing = panels.length - ids.length;
  const twice = repeated(panels.filter(({ type }) => type !== "row").map(({ title = "" }) => title.trim()));
  return [
    ...repeated(ids).map((id) =>
      fault("identity", at, `the id ${id} is that of several panels: ${quoted(titles(id))}`),
    ),
    ...(missing > 0
      ? [note("identity", at, `${count(missing, "panel has", "panels have")} no id; links to them don't last`)]
      : []),
    ...twice.filter((title) => title !== "").map((title) => note("identity", at, `panel "${title}" is there twice`)),
  ];
}
