/** Reads what exporters emit from a Prometheus that scrapes them: the names are those that it stores. */
import { syntheticSeries, type Catalogue, type CataloguedMetric } from "../../signals/catalogue";

type Metrics = Catalogue["metrics"];

interface Metadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
}

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
  readonly lastError: string;
}

/** Throws, saying why, unless every one of the jobs has targets that are all up. */
export async function requireUp(prometheusUrl: string, jobs: readonly string[]): Promise<void> {
  const { activeTargets } = await get<{ activeTargets: Target[] }>(prometheusUrl, "targets", { state: "active" });
  for (const job of jobs) {
    const targets = activeTargets.filter(({ labels }) => labels.job === job);
    const down = targets.find(({ health }) => health !== "up");
    if (targets.length === 0) throw new Error(`${job} isn't scraped`);
    if (down !== undefined) throw new Error(`${job} is ${down.health}: ${down.lastError}`);
  }
}

/** The metrics of some jobs, sorted by name, without those whose name begins with `ignoredPrefix`. */
export async function readMetrics(
  prometheusUrl: string,
  jobs: readonly string[],
  ignoredPrefix?: string,
): Promise<Metrics> {
  const found = new Map<string, CataloguedMetric>();
  for (const job of jobs) {
    const target = { match_target: `{job=${JSON.stringify(job)}}` };
    const metadata = await get<Metadata[]>(prometheusUrl, "targets/metadata", target);
    const series = await get<Record<string, string>[]>(prometheusUrl, "series", { "match[]": `{job="${job}"}` });
    const declared = new Map(metadata.map((entry) => [entry.metric, entry]));
    for (const { __name__: stored, ...labels } of series) {
      if (stored === undefined || stored in syntheticSeries) continue;
      if (ignoredPrefix !== undefined && stored.startsWith(ignoredPrefix)) continue;
      const { metric, type, help } = declaredAs(stored, labels, declared);
      const names = Object.keys(labels).filter((name) => !hidden(type).includes(name));
      const all = new Set([...(found.get(metric)?.labels ?? []), ...names]);
      found.set(metric, { type, help, labels: [...all].sort() });
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hidden(type: CataloguedMetric["type"]): string[] {
  return ["job", "instance", ...(type === "histogram" ? ["le"] : type === "summary" ? ["quantile"] : [])];
}

/** The declaration (`# TYPE`) that a stored series belongs to. */
function declaredAs(
  stored: string,
  labels: Readonly<Record<string, string>>,
  declared: ReadonlyMap<string, Metadata>,
): Metadata & { readonly type: CataloguedMetric["type"] } {
  const base = stored.replace(/_(bucket|count|sum)$/, "");
  // OpenMetrics declares a counter without its suffix.
  const entry = declared.get(stored) ?? declared.get(base) ?? declared.get(stored.replace(/_total$/, ""));
  switch (entry?.type) {
    case "histogram":
    case "summary":
      return { metric: entry.metric, type: entry.type, help: entry.help };
    case "counter":
    case "gauge":
      return { metric: stored, type: entry.type, help: entry.help };
    default:
      if ("le" in labels) throw new Error(`${stored} has buckets, but isn't declared as a histogram`);
      return { metric: stored, type: "unknown", help: entry?.help ?? "" };
  }
}

async function get<T>(prometheusUrl: string, path: string, query: Record<string, string>): Promise<T> {
  const response = await fetch(`${prometheusUrl}/api/v1/${path}?${new URLSearchParams(query).toString()}`);
  const body = (await response.json()) as { readonly status: string; readonly data: T; readonly error?: string };
  if (body.status !== "success") throw new Error(`${path}: ${body.error ?? response.statusText}`);
  return body.data;
}
