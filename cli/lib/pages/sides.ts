/** One stack as one target has it, in words that the other target's can be compared with. */
export interface Side {
  /** By role: what runs it. */
  readonly services: ReadonlyMap<string, string>;
  /** By role: user, memory, processors. */
  readonly limits: ReadonlyMap<string, string>;
  /** By role: the paths of its secret files. */
  readonly secrets: ReadonlyMap<string, string>;
  /** By role: where its data is. */
  readonly data: ReadonlyMap<string, string>;
  /** By role and protocol: the port on which a person reaches it. */
  readonly published: ReadonlyMap<string, string>;
  /** By job: the path that is asked, and who. */
  readonly jobs: ReadonlyMap<string, Scrape>;
  /** By name: Prometheus' own settings. */
  readonly settings: ReadonlyMap<string, string>;
  /** By name: the rules of a group. */
  readonly rules: ReadonlyMap<string, RuleGroupContent>;
  /** By identity: Grafana's JSON. */
  readonly dashboards: ReadonlyMap<string, string>;
}

export interface Scrape {
  readonly targets: string;
  readonly path: string;
}

export interface RuleGroupContent {
  readonly name: string;
  readonly rules: readonly { readonly alert?: string; readonly record?: string }[];
}

/** The workers are alike: Docker numbers them, a cluster has one name for all. */
export function sameRole(role: string): string {
  return role.replace(/^worker-\d+$/, "worker");
}

export function panels(dashboard: string): { readonly type: string }[] {
  const { panels } = JSON.parse(dashboard) as { panels: { type: string }[] };
  return panels.filter(({ type }) => type !== "row");
}
