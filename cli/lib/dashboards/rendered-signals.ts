import { parse } from "yaml";
import type { DashboardJson } from "../../../signals/view/types";
import { innerFiles } from "../inner-files";
import { rulesIn, type Rule } from "./rule-set";

/** What of a rendered stack decides how its dashboards look. */
export interface RenderedSignals {
  /** Undefined where nothing says it. */
  readonly workload: string | undefined;
  /** By uid. */
  readonly dashboards: ReadonlyMap<string, DashboardJson>;
  readonly rules: readonly Rule[];
}

/** Reads them from the files of `render`, for Docker or for Kubernetes alike. */
export function renderedSignals(files: ReadonlyMap<string, string>): RenderedSignals {
  const all = [...files].filter(([file]) => !file.startsWith("crds/")).flatMap(unfolded);
  const dashboards = all.flatMap(([file, text]) => (file.endsWith(".json") ? dashboardIn(text) : []));
  const yamls = all.filter(([file]) => /\.ya?ml$/.test(file)).map(([, text]) => text);
  return {
    workload: yamls.map(workloadIn).find((name) => name !== undefined),
    dashboards: new Map(dashboards.map((dashboard) => [dashboard.uid, dashboard])),
    rules: yamls.flatMap((text) => (/^\s*groups:/m.test(text) ? rulesIn([text]) : [])),
  };
}

function unfolded([file, text]: readonly [string, string]): (readonly [string, string])[] {
  return [...(innerFiles(file, text) ?? new Map([[file, text]]))];
}

function dashboardIn(text: string): DashboardJson[] {
  try {
    const { uid, title, panels } = JSON.parse(text) as Partial<DashboardJson>;
    const is = typeof uid === "string" && typeof title === "string" && Array.isArray(panels);
    return is ? [JSON.parse(text) as DashboardJson] : [];
  } catch {
    return []; // Not JSON, though it's called so: the difference of the files shows it.
  }
}

/** Prometheus puts it on everything that it sends: as `external_labels`, or as the operator writes it. */
function workloadIn(text: string): string | undefined {
  if (!/external_?labels:/i.test(text)) return undefined;
  const { global, spec } = (parse(text) ?? {}) as {
    global?: { external_labels?: Record<string, string> };
    spec?: { externalLabels?: Record<string, string> };
  };
  return (global?.external_labels ?? spec?.externalLabels)?.["workload"];
}
