/** Grafana's legends: `{{label}}` in a text. */

/** The labels that a legend names. */
export function legendLabels(format: string): string[] {
  return [...format.matchAll(/\{\{\s*(.+?)\s*\}\}/g)].map((match) => match[1]!);
}

/** A label that a series doesn't have shows as nothing. */
export function legendText(format: string, labels: Readonly<Record<string, string>>): string {
  return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_all, label: string) => labels[label] ?? "");
}
