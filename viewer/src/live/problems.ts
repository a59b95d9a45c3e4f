import type { LoadedDashboard } from "../../../signals/view/types";

/** What couldn't be asked, and where that is missing. A panel shows its own as well. */
export function problemsOf({ variables, items, annotations }: LoadedDashboard): string[] {
  const panels = items.flatMap((item) =>
    item.kind === "panel" ? item.queries.flatMap(({ answer }) => said(`Panel "${item.title}"`, answer.error)) : [],
  );
  return [
    ...new Set([
      ...variables.flatMap(({ label, error }) => said(`Variable "${label}"`, error)),
      ...panels,
      ...annotations.flatMap(({ name, error }) => said(`Annotation "${name}"`, error)),
    ]),
  ];
}

function said(where: string, error: string | undefined): string[] {
  return error === undefined ? [] : [`${where}: ${error}`];
}
