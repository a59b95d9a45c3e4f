/** The few calls of Prometheus' and Alertmanager's HTTP APIs that `verify` and the tests make. */

export interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
}

export interface Rule {
  readonly name: string;
  readonly type: "alerting" | "recording";
  readonly health: "ok" | "err" | "unknown";
  readonly lastError?: string;
  readonly state?: "inactive" | "pending" | "firing";
}

export interface RuleGroupState {
  readonly name: string;
  /** Seconds between evaluations. */
  readonly interval: number;
  readonly rules: Rule[];
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export class PrometheusApi {
  /** @param headers of every request, such as its credentials */
  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async targets(): Promise<Target[]> {
    return (await this.get<{ activeTargets: Target[] }>("targets?state=active")).activeTargets;
  }

  async rules(): Promise<RuleGroupState[]> {
    return (await this.get<{ groups: RuleGroupState[] }>("rules")).groups;
  }

  /** Seconds since it took its configuration, and with it its rules. */
  async configuredFor(): Promise<number> {
    const { lastConfigTime } = await this.get<{ lastConfigTime: string }>("status/runtimeinfo");
    return (Date.now() - Date.parse(lastConfigTime)) / 1000;
  }

  /** An instant query. A scalar comes as one sample without labels. */
  async query(expr: string): Promise<Sample[]> {
    const data = await this.get<{ resultType: string; result: Sample[] | Sample["value"] }>(
      `query?query=${encodeURIComponent(expr)}`,
    );
    return data.resultType === "scalar"
      ? [{ metric: {}, value: data.result as Sample["value"] }]
      : (data.result as Sample[]);
  }

  async series(name: string): Promise<number> {
    const [count] = await this.query(`count({__name__=${JSON.stringify(name)}})`);
    return Number(count?.value[1] ?? 0);
  }

  private async get<T>(path: string): Promise<T> {
    return (await getJson<{ data: T }>(`${this.url}/api/v1/${path}`, { headers: this.headers })).data;
  }
}

export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly status: { readonly state: string };
}

export function alertmanagerAlerts(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ActiveAlert[]> {
  return getJson(`${url}/api/v2/alerts`, { headers });
}

/** @throws Error with the server's own words, or the reason why it couldn't be asked. */
export async function getJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    throw new Error(`${new URL(url).host} doesn't answer${cause ? ` (${cause})` : ""}`);
  }
  const body = await response.text();
  if (!response.ok) {
    const said = /"error":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body.slice(0, 200);
    throw new Error(`${response.status} ${said}`);
  }
  return JSON.parse(body) as T;
}
