/** What is wrong with the declaration of objectives: each with what, where, and what was expected. */
import { declaredSeries } from "../check/contract";
import { durationFaults } from "../check/text";
import { durationSeconds } from "../durations";
import { didYouMean } from "../nearest";
import { checkExpression } from "../promql";
import type { Selected, Slo } from "../slo";
import type { Workload } from "../workload";
import { selectorOf } from "../selected";
import { listOf } from "./counts";
import { labelsOf } from "../selected-labels";
import { goodOf } from "./samples";

const HOUR = 3600;

/** Each objective with its faults; of those without any, rules can be made. */
export function sloFaults(workload: Workload, retentionSeconds = Infinity): ReadonlyMap<Slo, readonly string[]> {
  const { slos = [] } = workload;
  return new Map(
    slos.map((slo, i) => {
      const where = `slo "${slo.name}"`;
      const faults = [
        ...(slos.findIndex(({ name }) => name === slo.name) < i ? [`${where} is declared twice`] : []),
        ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slo.name) ? [] : [`${where}: the name is lower case with hyphens`]),
        ...objectiveFaults(slo, where),
        ...windowFaults(slo, retentionSeconds, where),
        ...indicatorFaults(slo, workload, where),
      ];
      return [slo, [...new Set(faults)]];
    }),
  );
}

function objectiveFaults({ objective }: Slo, where: string): string[] {
  if (objective > 0 && objective < 100) return [];
  const leaves = objective === 100 ? ", which leaves no error budget: nothing may ever be bad" : "";
  return [
    `${where}: its objective is ${objective} %${leaves}; more than 0 and less than 100 was expected, such as 99.9`,
  ];
}

function windowFaults({ window }: Slo, retentionSeconds: number, where: string): string[] {
  if (window === undefined) return [];
  const faults = durationFaults(where, { window });
  if (faults.length > 0) return faults;
  const seconds = durationSeconds(window);
  if (seconds < 24 * HOUR || seconds % HOUR !== 0) {
    return [`${where}: its window is ${window}; whole hours were expected, and a day at least`];
  }
  if (seconds <= retentionSeconds) return [];
  const most = Math.floor(retentionSeconds / HOUR);
  const kept = most % 24 === 0 ? `${most / 24}d` : `${most}h`;
  return [
    `${where}: its window ${window} is longer than samples are kept, which is ${kept} (sightline:prometheus.retention); ` +
      `${kept} or less was expected`,
  ];
}

function indicatorFaults({ indicator }: Slo, workload: Workload, where: string): string[] {
  switch (indicator.kind) {
    case "time":
      return indicator.job === "" ? [`${where}: its job is empty; the job label of what is scraped was expected`] : [];
    case "latency": {
      const { histogram, under } = indicator;
      const faults = selectedFaults(histogram, workload, where);
      if (faults.length > 0) return faults;
      const { name, type, buckets = [] } = histogram.metric;
      if (type !== "histogram") return [`${where}: "${name}" is a ${type}; a histogram was expected`];
      if (buckets.includes(under)) return [];
      return [
        `${where}: ${under} isn't a bucket of "${name}", so nobody can tell how many events took longer; ` +
          `one of its bounds was expected: ${buckets.join(", ")}`,
      ];
    }
    case "events": {
      const [bad, total] = [listOf(indicator.bad), listOf(indicator.total)];
      const empty = Object.entries({ bad, total }).filter(([, some]) => some.length === 0);
      const faults = [
        ...empty.map(([what]) => `${where}: ${what} has no metric; a counter was expected`),
        ...[...bad, ...total].flatMap((each) => selectedFaults(each, workload, where)),
      ];
      if (faults.length > 0 || goodOf(bad, total) !== undefined) return faults;
      return [`${where}: bad takes everything that total does; some good events were expected`];
    }
  }
}

function selectedFaults(selected: Selected, { metrics }: Workload, where: string): string[] {
  const { name, type, labels } = selected.metric;
  const names = metrics.map((metric) => metric.name);
  if (!names.includes(name)) return [`${where}: metric "${name}" isn't declared${didYouMean(name, names) || "."}`];
  if (type === "gauge") return [`${where}: "${name}" is a gauge; a counter or a histogram was expected`];
  const faults = checkExpression(selectorOf(selected), declaredSeries(metrics), where);
  if (faults.length > 0 || labelsOf(selected) !== undefined) return faults;
  const values = Object.entries(labels).map(([label, typical]) => `${label} is ${typical.join(", ")}`);
  return [
    `${where}: ${selectorOf(selected)} takes nothing that the contract has, where ${values.join("; ")}; ` +
      `matchers that take some of it were expected`,
  ];
}
