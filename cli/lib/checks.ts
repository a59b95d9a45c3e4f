import { seriesNames } from "../../signals/metrics";
import { panelCheck } from "./panel-check";
import { alertmanagerAlerts, getJson, type RuleGroupState } from "./prometheus-api";
import type { Finding, Site } from "./site";
import type { Stack } from "./stack";
import { unknownWebPassword } from "./web-login";

/** One question to the running stack, and its answer. */
export interface Check extends Finding {
  readonly name: string;
}

export interface Running {
  readonly stack: Stack;
  readonly site: Site;
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Ask = (running: Running) => Promise<Finding>;

const questions: readonly (readonly [name: string, ask: Ask])[] = [
  ["targets", targets],
  ["rules", rules],
  ["metrics", metrics],
  ["panels", ({ site, stack }) => panelCheck(site, stack)],
  ["alert path", alertPath],
  ["statsd buffer", ({ site }) => site.statsdBuffer()],
  ["grafana", (running) => dashboards(running, "grafana")],
  ["viewer", (running) => dashboards(running, "viewer")],
];

/** What not every stack has: the output that tells. */
const outputOf: Readonly<Record<string, string>> = {
  grafana: "grafanaUrl",
  viewer: "viewerUrl",
  "statsd buffer": "statsdAddress",
};

/** What only those can answer who have every series: of several shards, none. */
const ofTheWhole: ReadonlySet<string> = new Set(["rules", "metrics", "panels", "alert path"]);

/** What Prometheus and Alertmanager are asked for. */
const ofTheLogin: ReadonlySet<string> = new Set(["targets", ...ofTheWhole]);

/** Why a question can't be put to a stack. */
function whyNotAsked(name: string, { stack, site }: Running): string | undefined {
  const { shards } = stack.settings.kubernetes;
  if (shards > 1 && ofTheWhole.has(name)) {
    return `each of ${shards} shards has its part only: ask where prometheus.remoteWrite sends`;
  }
  return site.headers === undefined && ofTheLogin.has(name) ? unknownWebPassword : undefined;
}

/** The checks of these names, side by side; one that can't be made has failed. Default: all that the stack allows. */
export async function runChecks(running: Running, names?: ReadonlySet<string>): Promise<Check[]> {
  const possible = questions.filter(([name]) => !(name in outputOf) || running.outputs[outputOf[name]!]);
  return Promise.all(
    [running.site.running, ...possible]
      .filter(([name]) => names?.has(name) ?? true)
      .map(async ([name, ask]) => {
        try {
          const why = whyNotAsked(name, running);
          if (why !== undefined) return { name, found: "not asked", faults: [], warnings: [why] };
          return { name, ...(await ask(running)) };
        } catch (error) {
          return { name, found: "", faults: [(error as Error).message] };
        }
      }),
  );
}

async function targets({ site }: Running): Promise<Finding> {
  const lists = await Promise.all(
    (await site.prometheuses()).map(async ({ name, api }) => ({ name, list: await api.targets() })),
  );
  const faults = lists.flatMap(({ name, list }) =>
    list.length === 0
      ? [`${name ?? "Prometheus"} has no targets`]
      : list
          .filter(({ health }) => health !== "up")
          .map(({ labels: { job, instance }, health, lastError }) =>
            `${from(name)}${job} (${instance}) is ${health} ${lastError}`.trim(),
          ),
  );
  const counts = lists.map(({ name, list }) => `${list.length} up${name === undefined ? "" : ` at ${name}`}`);
  return { found: counts.join(", "), faults };
}

async function rules({ site, stack: { signals } }: Running): Promise<Finding> {
  const findings = await Promise.all(
    (await site.prometheuses()).map(async ({ name, api }) => {
      const [groups, age] = await Promise.all([api.rules(), api.configuredFor()]);
      const all = groups.flatMap((group) => group.rules);
      const loaded = new Set(groups.map((group) => group.name));
      const groupOf = (file: { readonly name: string }) => file.name.replace(/\.yaml$/, "");
      const ours = new Set(signals.ruleFiles.map(groupOf));
      const missing = signals.ruleFiles.filter((file) => !loaded.has(groupOf(file)));
      const foreign = [...loaded].filter((group) => !ours.has(group));
      const waiting = groups.filter((group) => isWaiting(group, age));
      const failing = groups
        .filter((group) => !waiting.includes(group))
        .flatMap((group) => group.rules.filter(({ health }) => health !== "ok"));
      return {
        count: all.length,
        faults: [
          ...missing.map((file) => `${from(name)}the group ${file.name} isn't loaded`),
          ...failing.map((rule) => `${from(name)}${rule.name} is ${rule.health} ${rule.lastError ?? ""}`.trim()),
        ],
        warnings: [
          ...foreign.map((group) => `the group ${group} is loaded, and isn't of this stack's configuration (any more)`),
          ...waiting.map(({ name, interval }) => `the group ${name} is evaluated every ${interval / 60} min: not yet`),
          ...all
            .filter((rule) => rule.state === "firing" && rule.name !== "Watchdog")
            .map((rule) => `${rule.name} is firing`),
        ],
      };
    }),
  );
  return {
    found: `${Math.min(...findings.map(({ count }) => count))} evaluated without an error`,
    faults: findings.flatMap(({ faults }) => faults),
    warnings: [...new Set(findings.flatMap(({ warnings }) => warnings))],
  };
}

/** Its first evaluation is somewhere within its first interval; roll-ups have long ones. */
function isWaiting({ interval, rules }: RuleGroupState, age: number): boolean {
  return interval > 60 && age < interval + 30 && rules.some(({ health }) => health === "unknown");
}

const from = (name: string | undefined) => (name === undefined ? "" : `${name}: `);

async function metrics({ site, stack: { workload, signals } }: Running): Promise<Finding> {
  const prometheuses = await site.prometheuses();
  // A histogram has no series of its own name, unless it's a native one.
  const stored = new Map(workload.metrics.map((metric) => [metric.name, seriesNames(metric).at(-1) as string]));
  const documented = signals.documented.map((name) => stored.get(name) ?? name);
  const names = [...new Set([...stored.values(), ...documented])];
  // Shards share the targets: one that has it is enough.
  const counts = await Promise.all(
    names.map(async (name) => Math.max(...(await Promise.all(prometheuses.map(({ api }) => api.series(name)))))),
  );
  const faults = names.filter((_, index) => counts[index] === 0).map((name) => `${name} has no data`);
  return { found: `${names.length} with data`, faults };
}

/** The watchdog always fires: that Alertmanager has it shows that alerts get there. */
async function alertPath({ site }: Running): Promise<Finding> {
  const alerts = await alertmanagerAlerts(await site.url("alertmanager"), site.headers);
  const arrived = alerts.some(({ labels }) => labels["alertname"] === "Watchdog");
  return {
    found: "the watchdog is at Alertmanager",
    faults: arrived ? [] : ["the watchdog hasn't reached Alertmanager"],
  };
}

/** `components/grafana-start.ts` looks every five seconds whether there's a new one, twice, and then makes it known. */
const takesPasswordSeconds = 20;

/** Grafana and what stands in for it are asked the same; without the password, only whether they are well. */
async function dashboards({ outputs, stack, site }: Running, role: "grafana" | "viewer"): Promise<Finding> {
  const url = await site.url(role);
  const password = outputs["grafanaAdminPassword"];
  if (typeof password !== "string") {
    await getJson(`${url}/api/health`);
    const why = "its password is in Pulumi's state, so it wasn't asked for its dashboards";
    return { found: "it answers", faults: [], warnings: [why] };
  }
  const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
  const ask = () => getJson<{ uid: string }[]>(`${url}/api/search?type=dash-db&limit=500`, { headers });
  const found = await ask().catch(async (error: Error) => {
    if (role !== "grafana" || !error.message.startsWith("401")) throw error;
    // It may be taking a new password just now, and after five wrong ones it refuses the right one too.
    await new Promise((resolve) => setTimeout(resolve, takesPasswordSeconds * 1000));
    return ask();
  });
  const there = new Set(found.map(({ uid }) => uid));
  const missing = stack.signals.dashboards.filter(({ uid }) => !there.has(uid));
  return {
    found: `${there.size} dashboards`,
    faults: missing.map(({ title }) => `the dashboard ${title} isn't there`),
  };
}
