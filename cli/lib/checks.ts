import { readFileSync } from "node:fs";
import { seriesNames } from "../../signals/metrics";
import { substituteGrafana } from "../../signals/promql";
import { alertmanagerAlerts, getJson, PrometheusApi } from "./prometheus-api";
import { containersOf } from "./docker-stack";
import type { Stack } from "./stack";

/** One question to the running stack. */
export interface Check {
  readonly name: string;
  /** What was found, when all is well. */
  readonly found: string;
  /** What isn't as it should be; empty when all is well. */
  readonly faults: readonly string[];
  /** Worth knowing, but not wrong. */
  readonly warnings?: readonly string[];
}

export interface Running {
  readonly stack: Stack;
  /** Names of the containers that should run. */
  readonly containers: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

type Ask = (running: Running) => Promise<Omit<Check, "name">>;

const questions: readonly (readonly [name: string, ask: Ask])[] = [
  ["containers", containers],
  ["targets", targets],
  ["rules", rules],
  ["metrics", metrics],
  ["panels", panels],
  ["alert path", alertPath],
  ["statsd buffer", statsdBuffer],
  ["grafana", grafana],
];

/** The checks of these names, side by side; one that can't be made has failed. Default: all that the stack allows. */
export async function runChecks(running: Running, names?: ReadonlySet<string>): Promise<Check[]> {
  const possible = questions.filter(([name]) => name !== "grafana" || running.outputs["grafanaUrl"]);
  return Promise.all(
    possible
      .filter(([name]) => names?.has(name) ?? true)
      .map(async ([name, ask]) => {
        try {
          return { name, ...(await ask(running)) };
        } catch (error) {
          return { name, found: "", faults: [(error as Error).message] };
        }
      }),
  );
}

const prometheusOf = ({ outputs }: Running) => new PrometheusApi(String(outputs["prometheusUrl"]));

async function containers({ stack, containers: wanted }: Running): Promise<Omit<Check, "name">> {
  const there = new Map((await containersOf(stack.name)).map((container) => [container.name, container]));
  const faults = wanted.flatMap((name) => {
    const container = there.get(name);
    if (!container) return [`${name} isn't there`];
    if (container.state !== "running") return [`${name} is ${container.state}`];
    return container.health === "" || container.health === "healthy" ? [] : [`${name} is ${container.health}`];
  });
  return { found: `${wanted.length} running and healthy`, faults };
}

async function targets(running: Running): Promise<Omit<Check, "name">> {
  const list = await prometheusOf(running).targets();
  const faults = list
    .filter(({ health }) => health !== "up")
    .map(({ labels, health, lastError }) =>
      `${labels["job"]} (${labels["instance"]}) is ${health} ${lastError}`.trim(),
    );
  return { found: `${list.length} up`, faults: list.length === 0 ? ["Prometheus has no targets"] : faults };
}

async function rules(running: Running): Promise<Omit<Check, "name">> {
  const { signals } = running.stack;
  const groups = await prometheusOf(running).rules();
  const all = groups.flatMap((group) => group.rules);
  const loaded = new Set(groups.map(({ name }) => name));
  const missing = signals.ruleFiles.filter(({ name }) => !loaded.has(name.replace(/\.yaml$/, "")));
  const faults = [
    ...missing.map(({ name }) => `the group ${name} isn't loaded`),
    ...all
      .filter(({ health }) => health !== "ok")
      .map(({ name, health, lastError }) => `${name} is ${health} ${lastError ?? ""}`.trim()),
  ];
  const firing = all
    .filter(({ name, state }) => state === "firing" && name !== "Watchdog")
    .map(({ name }) => `${name} is firing`);
  return { found: `${all.length} evaluated without an error`, faults, warnings: firing };
}

async function metrics(running: Running): Promise<Omit<Check, "name">> {
  const { workload, signals } = running.stack;
  const prometheus = prometheusOf(running);
  // A histogram has no series of its own name, unless it's a native one.
  const stored = new Map(workload.metrics.map((metric) => [metric.name, seriesNames(metric).at(-1) as string]));
  const documented = signals.documented.map((name) => stored.get(name) ?? name);
  const names = [...new Set([...stored.values(), ...documented])];
  const counts = await Promise.all(names.map((name) => prometheus.series(name)));
  const faults = names.filter((_, index) => counts[index] === 0).map((name) => `${name} has no data`);
  return { found: `${names.length} with data`, faults };
}

async function panels(running: Running): Promise<Omit<Check, "name">> {
  const { signals } = running.stack;
  const prometheus = prometheusOf(running);
  const queries = signals.specs.dashboards.flatMap((dashboard) =>
    dashboard.rows.flatMap((row) =>
      row.panels.flatMap((panel) =>
        panel.queries.map(({ expr }) => ({ where: `${dashboard.title} / ${panel.title}`, expr })),
      ),
    ),
  );
  const answers = await Promise.all(
    queries.map(async ({ where, expr }) => {
      try {
        const samples = await prometheus.query(substituteGrafana(expr));
        // A panel of only NaN is as empty as one without series.
        return samples.some(({ value }) => value[1] !== "NaN") ? [] : [`${where} shows nothing: ${expr}`];
      } catch (error) {
        return [`${where}: ${(error as Error).message}: ${expr}`];
      }
    }),
  );
  return { found: `${queries.length} queries answered with data`, faults: answers.flat() };
}

/** The watchdog always fires: that Alertmanager has it shows that alerts get there. */
async function alertPath({ outputs }: Running): Promise<Omit<Check, "name">> {
  const url = String(outputs["alertmanagerUrl"]);
  const alerts = await alertmanagerAlerts(url);
  const arrived = alerts.some(({ labels }) => labels["alertname"] === "Watchdog");
  return {
    found: "the watchdog is at Alertmanager",
    faults: arrived ? [] : ["the watchdog hasn't reached Alertmanager"],
  };
}

/** The kernel gives no socket more than this, whatever it asks for. Only this machine's can be read. */
async function statsdBuffer(): Promise<Omit<Check, "name">> {
  const path = "/proc/sys/net/core/rmem_max";
  const bytes = Number(readFileSync(path, "utf8"));
  const warnings =
    bytes < 4_194_304 ? [`net.core.rmem_max is ${bytes}; StatsD bursts need 4194304 (docs/statsd.md)`] : [];
  return { found: `${bytes} bytes allowed`, faults: [], warnings };
}

async function grafana({ outputs, stack }: Running): Promise<Omit<Check, "name">> {
  const url = String(outputs["grafanaUrl"]);
  const password = String(outputs["grafanaAdminPassword"]);
  const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
  const found = await getJson<{ uid: string }[]>(`${url}/api/search?type=dash-db&limit=500`, { headers });
  const there = new Set(found.map(({ uid }) => uid));
  const missing = stack.signals.dashboards.filter(({ uid }) => !there.has(uid));
  return {
    found: `${there.size} dashboards`,
    faults: missing.map(({ title }) => `the dashboard ${title} isn't there`),
  };
}
