import type { DocumentedDashboard } from "../dashboards/documented";

/** Every dashboard with its picture; `npm run dashboards -- --docs` draws them. */
export function dashboardsPictures(all: readonly DocumentedDashboard[]): string {
  return all.flatMap(section).join("\n\n");
}

function section({ json, themes }: DocumentedDashboard): string[] {
  const { uid, title, description = "" } = json;
  const pictures = themes.map((theme) => `![${title}, ${theme}](dashboards/${uid}-${theme}.png)`);
  return [`### ${title}`, description, ...pictures];
}
