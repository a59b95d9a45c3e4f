/** Changes of the contract that the check must notice, for whatever asks for what was changed. */
import { stackSignals } from "../../config/signals";
import { catalogues, catalogueSeries, type CatalogueName } from "../../signals/catalogue";
import { UserError } from "../../signals/errors";
import { seriesNames, type Metric } from "../../signals/metrics";
import type { Workload } from "../../signals/workload";
import { stackOf } from "../lib/rule-sets";
import { labelsAskedFor } from "./asked";

export interface ContractResult {
  readonly tried: number;
  readonly escaped: readonly string[];
  /** What no rule and no panel of the workload asks for: nobody could notice. */
  readonly unasked: readonly string[];
  /** What programs beside the application emit as well, by the same name: it's still there. */
  readonly shared: readonly string[];
}

/** Of client libraries: the process' memory and time, which exporters tell of themselves too. */
const taken = catalogueSeries(Object.keys(catalogues) as CatalogueName[]);

/** Each metric under another name, one at a time. */
export function renamedMetrics(name: string): ContractResult {
  const asked = labelsAskedFor(name);
  const isAsked = (metric: Metric) => seriesNames(metric).some((series) => asked.has(series));
  const { metrics } = bare(name);
  const isShared = (metric: Metric) => taken.has(metric.name);
  const tried = metrics.filter((metric) => isAsked(metric) && !isShared(metric));
  return {
    tried: tried.length,
    escaped: tried
      .filter((metric) => {
        const faults = faultsOf(name, metrics, metric, { ...metric, name: `renamed_${metric.name}` });
        const old = new RegExp(`(?<![\\w:])${metric.name}(?:_bucket|_count|_sum)?(?!\\w)`);
        return !faults.some((fault) => old.test(fault));
      })
      .map((metric) => metric.name),
    unasked: metrics.filter((metric) => !isAsked(metric)).map((metric) => metric.name),
    shared: metrics.filter((metric) => isAsked(metric) && isShared(metric)).map((metric) => metric.name),
  };
}

/** Each metric without one of its labels, one at a time. */
export function droppedLabels(name: string): ContractResult {
  const asked = labelsAskedFor(name);
  const { metrics } = bare(name);
  const all = metrics.flatMap((metric) =>
    Object.keys(metric.labels).map((label) => {
      const { [label]: _, ...labels } = metric.labels;
      return {
        what: `${metric.name}{${label}}`,
        noticed: faultsOf(name, metrics, metric, { ...metric, labels }).length > 0,
        used: seriesNames(metric).some((series) => asked.get(series)?.has(label)),
      };
    }),
  );
  const tried = all.filter(({ noticed, used }) => noticed || used);
  return {
    tried: tried.length,
    escaped: tried.filter(({ noticed }) => !noticed).map(({ what }) => what),
    unasked: all.filter((one) => !tried.includes(one)).map(({ what }) => what),
    shared: [],
  };
}

function faultsOf(name: string, metrics: readonly Metric[], old: Metric, other: Metric): readonly string[] {
  const changed = metrics.map((metric) => (metric === old ? other : metric));
  try {
    stackSignals(stackOf(name).settings, { ...bare(name), metrics: changed });
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
}

/** Without what would notice, but isn't a rule or a panel: the document's list, the demo's behaviour, relabelling. */
function bare(name: string): Workload {
  const { workload } = stackOf(name);
  const metrics = workload.metrics.map((metric) => ({ ...metric, demo: undefined }));
  return { ...workload, metrics, documentMetrics: {}, normalise: undefined };
}
