import type { DashboardJson } from "../../../signals/view/types";

/** What a dashboard's address says of how it is looked at, as Grafana's does; so links work in both. */
export interface View {
  readonly from: string;
  readonly to: string;
  /** A duration, `30s`; empty: only when asked. */
  readonly refresh: string;
  /** By variable name; one that isn't there has what the dashboard says. */
  readonly selected: Readonly<Record<string, readonly string[]>>;
}

const variablePrefix = "var-";

/** What the address leaves out is as the dashboard has it. */
export function readView(search: string, { time, refresh }: Pick<DashboardJson, "time" | "refresh">): View {
  const given = new URLSearchParams(search);
  const selected: Record<string, string[]> = {};
  for (const [name, value] of given) {
    if (name.startsWith(variablePrefix)) (selected[name.slice(variablePrefix.length)] ??= []).push(value);
  }
  return {
    from: given.get("from") || time?.from || "now-1h",
    to: given.get("to") || time?.to || "now",
    // `refresh=` is Grafana's way to say "off".
    refresh: given.get("refresh") ?? refresh ?? "",
    selected,
  };
}

/** The address of a view; of what isn't part of it, such as the theme, nothing is lost. */
export function writeView({ from, to, refresh, selected }: View, search: string): string {
  const others = [...new URLSearchParams(search)].filter(
    ([name]) => !["from", "to", "refresh"].includes(name) && !name.startsWith(variablePrefix),
  );
  const variables = Object.entries(selected).flatMap(([name, values]) =>
    values.map((value): [string, string] => [variablePrefix + name, value]),
  );
  const all: [string, string][] = [["from", from], ["to", to], ["refresh", refresh], ...variables, ...others];
  return `?${new URLSearchParams(all).toString()}`;
}

/** The uid in `/d/<uid>` and `/d/<uid>/<slug>`. */
export function uidOf(pathname: string): string | undefined {
  return /^\/d\/([^/]+)/.exec(pathname)?.[1];
}
