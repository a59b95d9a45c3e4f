import { nearest } from "../../nearest";

/**
 * What's wrong with the name of a time zone. Names are asked of the runtime, which doesn't mind capitals; Alertmanager
 * reads files, and does. Of offsets such as `+02:00` it knows none.
 */
export function zoneFault(zone: string): string[] {
  const [canonical, known] = [canonicalZone(zone), zones()];
  const capital = zone.split("/").every((part) => /^[A-Z]/.test(part));
  const otherwise = canonical !== undefined && canonical !== zone && canonical.toLowerCase() === zone.toLowerCase();
  if (canonical !== undefined && capital && !otherwise) return [];
  if (zone === "") return ["a time zone was expected, such as Europe/Berlin or UTC"];
  const near = otherwise ? canonical : nearest(zone, known);
  return [
    `there is no time zone "${zone}"${near === undefined ? "; one such as Europe/Berlin or UTC was expected" : `; did you mean "${near}"?`}`,
  ];
}

function canonicalZone(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function zones(): readonly string[] {
  return [...Intl.supportedValuesOf("timeZone"), "UTC"];
}
