import { parseArgs } from "node:util";
import { readStack } from "../../cli/lib/stack";
import { Kubectl } from "../../cli/lib/kubernetes/kubectl";
import { PrometheusApi } from "../../cli/lib/prometheus-api";
import { waitUntil } from "../../cli/lib/shell";
import { table } from "../../cli/lib/console";

/**
 * Kills each pod of a running stack once, one after another, and tells what it cost: stored samples that are gone,
 * scrapes that didn't happen, alerts that fired before and aren't known after, and seconds until all is well again.
 *
 *     npx tsx test/bench/kill-pods.ts --stack k8s
 *
 * It must run on a node of the cluster, or wherever pods' addresses can be reached.
 */

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Longest that one may take to recover, in milliseconds. */
const limit = 120_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { stack: { type: "string", default: "k8s" }, "config-file": { type: "string" } },
  });
  const stack = readStack(values as Parameters<typeof readStack>[0]);
  const cluster = new Kubectl(stack);
  const pods = async (): Promise<Pod[]> => {
    const args = ["get", "pods", "--all-namespaces", "--selector", `sightline.stack=${stack.name}`];
    return (await cluster.json<{ items: Pod[] }>(args)).items;
  };
  const interval = stack.settings.prometheus.scrapeIntervalSeconds;
  const wanted = (await pods()).length;
  const rows = [["pod", "recovered after", "stored samples lost", "scrapes of others missed", "alerts lost"]];
  for (const { metadata } of await pods()) {
    const before = await state(await pods());
    const since = Date.now();
    await cluster.run([
      "--namespace",
      metadata.namespace,
      "delete",
      "pod",
      metadata.name,
      "--grace-period=0",
      "--force",
    ]);
    const well = async () => {
      const now = await pods();
      const ready = now.filter((pod) => isReady(pod) && pod.metadata.uid !== metadata.uid);
      return ready.length === wanted && (await allUp(now));
    };
    const recovered = await waitUntil(well, limit, 500);
    const seconds = (Date.now() - since) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 3 * interval * 1000));
    const after = await pods();
    // Prometheus tells of an alert again once a minute.
    await waitUntil(async () => (await lost(after, before.alerts)) === 0, 90_000, 1_000);
    rows.push([
      metadata.name.replace(/-[a-z0-9]{6,10}-[a-z0-9]{5}$|-[a-z0-9]{5}$/, ""),
      recovered ? `${seconds.toFixed(0)} s` : "not within 2 minutes",
      String(Math.max(0, before.stored - (await storedAt(after, before.time)))),
      String(await missed(after, metadata.labels["sightline.role"]!, since / 1000, interval)),
      String(await lost(after, before.alerts)),
    ]);
    console.log(rows.at(-1)?.join(" | "));
  }
  console.log(table(rows));
}

function isReady({ metadata, status }: Pod): boolean {
  const ready = status.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
  return ready && metadata.deletionTimestamp === undefined;
}

const prometheuses = (pods: readonly Pod[]) =>
  pods
    .filter((pod) => pod.metadata.labels["sightline.role"] === "prometheus" && isReady(pod))
    .map(({ status }) => `http://${status.podIP}:9090`);

async function allUp(pods: readonly Pod[]): Promise<boolean> {
  try {
    const lists = await Promise.all(prometheuses(pods).map((url) => new PrometheusApi(url).targets()));
    return lists.every((list) => list.length > 0 && list.every(({ health }) => health === "up"));
  } catch {
    return false;
  }
}

async function valueAt(url: string, expr: string, time: number): Promise<number> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expr)}&time=${time}`);
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}

/** Of all Prometheus together. */
async function storedAt(pods: readonly Pod[], time: number): Promise<number> {
  const counts = prometheuses(pods).map((url) => valueAt(url, "sum(count_over_time(up[2m]))", time));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function state(pods: readonly Pod[]) {
  const time = Date.now() / 1000;
  return { time, stored: await storedAt(pods, time), alerts: await activeAlerts(pods) };
}

/** What every Alertmanager together knows. */
async function activeAlerts(pods: readonly Pod[]): Promise<string[]> {
  const managers = pods.filter((pod) => pod.metadata.labels["sightline.role"] === "alertmanager" && isReady(pod));
  const lists = await Promise.all(
    managers.map(async ({ status }) => {
      const answer = await fetch(`http://${status.podIP}:9093/api/v2/alerts`);
      return ((await answer.json()) as { labels: Record<string, string> }[]).map(({ labels }) => labels["alertname"]!);
    }),
  );
  return [...new Set(lists.flat())];
}

async function lost(pods: readonly Pod[], before: readonly string[]): Promise<number> {
  const now = await activeAlerts(pods);
  return before.filter((alert) => !now.includes(alert)).length;
}

/** Of a target that wasn't killed, the most scrapes in a row of intervals that no Prometheus made. */
async function missed(pods: readonly Pod[], killed: string, since: number, interval: number): Promise<number> {
  const now = Date.now() / 1000;
  const window = Math.round(now - since);
  const expr = `count_over_time(up{job!~"${killed}|statsd-kernel|blackbox"}[${window}s])`;
  const counts = new Map<string, number>();
  for (const url of prometheuses(pods)) {
    for (const { metric, value } of await new PrometheusApi(url).query(expr)) {
      const target = `${metric["job"]} ${metric["instance"]}`;
      counts.set(target, Math.max(counts.get(target) ?? 0, Number(value[1])));
    }
  }
  // One more or less is a matter of when the window begins.
  return Math.max(0, Math.floor(window / interval) - 1 - Math.min(...counts.values()));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
