import type { Delivery } from "../../../signals/delivery/delivery";
import { noDelivery } from "../../../signals/delivery/delivery";
import type { Levels, LevelSpec, RoutingSpec } from "../../../signals/delivery/routes/routing";
import { defaultLevels } from "../../../signals/delivery/routes/routing";
import { priorities, type Priority, type Severity, type Team } from "../../../signals/rules";
import type { PostedAlert } from "./alertmanager";
import type { People } from "./people";

/** The levels as they are by default, with other waits. */
export function levelsWith(waits: Partial<LevelSpec>): Levels {
  return Object.fromEntries(priorities.map((name) => [name, { ...defaultLevels[name], ...waits }])) as Levels;
}

/** All of these people under the names of their kinds, on such routes. */
export function deliveryTo({ specs, smtp }: People, routing: Partial<RoutingSpec>): Delivery {
  const receivers = Object.fromEntries(Object.entries(specs).map(([kind, spec]) => [called(kind), spec]));
  return { ...noDelivery, receivers, smtp, routing: { ...noDelivery.routing, ...routing } };
}

/** The name of the receiver of a kind: `webhook` alone is taken by Sightline's own. */
export function called(kind: string): string {
  return `by-${kind}`;
}

export interface Kind {
  readonly name: string;
  readonly priority?: Priority;
  readonly severity?: Severity;
  readonly team?: Team;
  readonly labels?: Readonly<Record<string, string>>;
}

/** An alert with all that those of a stack have. */
export function alertOf({ name, priority = "P1", severity, team = "platform", labels = {} }: Kind): PostedAlert {
  return {
    labels: {
      alertname: name,
      priority,
      severity: severity ?? severityOf[priority],
      team,
      stack: "test",
      workload: "pharmacy-care-plan",
      ...labels,
    },
    annotations: {
      summary: `Summary of ${name} <a & "b">`,
      description: `What ${name} is about.`,
      value: `7.25 of ${name}`,
      threshold: `above 5.5 for ${name}`,
      runbook_url: `https://runbooks.example/${name}`,
      dashboard_url: `https://grafana.example/d/${name}?viewPanel=3&from=now-1h`,
    },
    generatorURL: `http://prometheus.example:9090/graph?g0.expr=${name}&g0.tab=1`,
  };
}

const severityOf: Readonly<Record<Priority, Severity>> = {
  P0: "critical",
  P1: "critical",
  P2: "warning",
  P3: "info",
};
