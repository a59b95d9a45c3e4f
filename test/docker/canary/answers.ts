import { containersOf } from "../../../cli/lib/docker-stack";
import { run } from "../../../cli/lib/shell";
import type { CanarySearch } from "../../lib/canary";
import type { TestStack } from "../../lib/stack";

/** Whatever programs of this kind may have: status pages, their own configuration, their arguments. */
const anyPaths = ["/", "/metrics", "/config", "/status", "/debug/pprof/cmdline", "/debug/vars"];

const apiPaths: Readonly<Record<string, readonly string[]>> = {
  prometheus: [
    ...["config", "flags", "runtimeinfo", "buildinfo", "tsdb"].map((what) => `/api/v1/status/${what}`),
    ...["targets", "rules", "alerts", "alertmanagers", "labels", "metadata"].map((what) => `/api/v1/${what}`),
    `/api/v1/series?match[]=${encodeURIComponent('{__name__=~".+"}')}`,
  ],
  alertmanager: ["status", "alerts", "alerts/groups", "receivers", "silences"].map((what) => `/api/v2/${what}`),
  app: ["/health", "/health/deep", "/ready", "/faults", "/api/v1/metrics"],
  viewer: ["/login", "/api/health", "/api/search?type=dash-db", "/api/dashboards/uid/sightline-stack"],
  grafana: ["/login", "/api/health", "/api/search?type=dash-db", "/api/datasources", "/api/admin/settings"],
  cadvisor: ["/containers/", "/docker/", "/api/v1.3/docker/", "/api/v1.3/machine"],
};

/** Every page and API of every component, at its own address and with every login that there is. */
export async function lookAtAnswers(search: CanarySearch, stack: TestStack): Promise<void> {
  const { web, "grafana-admin": admin } = stack.secrets();
  const logins = { prometheus: `sightline:${web}`, alertmanager: `sightline:${web}`, viewer: `admin:${admin}` };
  let answered = 0;
  for (const [role, port] of await listening(stack)) {
    const login = (logins as Record<string, string>)[role] ?? `admin:${admin}`;
    const authorization = `Basic ${Buffer.from(login).toString("base64")}`;
    for (const path of [...anyPaths, ...(apiPaths[role] ?? [])]) {
      const answer = await ask(`http://${port}${path}`, { authorization });
      if (answer === undefined) continue;
      answered++;
      search.look("answers of components", `${role}${path}`, answer);
    }
  }
  if (answered < 50) throw new Error(`only ${answered} answers: the search is worth nothing`);
}

/** Role and address of every port that Prometheus scrapes or that is published. */
async function listening(stack: TestStack): Promise<[role: string, address: string][]> {
  const found: [string, string][] = [];
  for (const { name } of await containersOf(stack.name)) {
    const role = name.slice(stack.project.length + 1);
    const port = portOf[role];
    if (port !== undefined) found.push([role, `${await addressOf(stack, role)}:${port}`]);
  }
  return found;
}

/** Of a container, in the stack's network. */
export async function addressOf(stack: TestStack, role: string): Promise<string> {
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
  return (await run("docker", ["inspect", "--format", format, `${stack.project}-${role}`])).trim();
}

const portOf: Readonly<Record<string, number>> = {
  app: 8000,
  alertmanager: 9093,
  prometheus: 9090,
  grafana: 3000,
  viewer: 3000,
  cadvisor: 8080,
  "blackbox-exporter": 9115,
  "node-exporter": 9100,
  "postgres-exporter": 9187,
  "redis-exporter": 9121,
  proxy: 8080,
  "statsd-exporter": 9102,
};

async function ask(url: string, headers: Record<string, string>): Promise<string | undefined> {
  try {
    const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(10_000) });
    const said = JSON.stringify(Object.fromEntries(response.headers));
    return `${response.status} ${said}\n${await response.text()}`;
  } catch {
    return undefined;
  }
}
