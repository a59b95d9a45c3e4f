import { stackDelivery } from "../config/delivery";
import { alertLabelsOf } from "../signals/delivery/alert-labels";
import { whoGets } from "../signals/delivery/routes/who";
import { options, stackOption } from "./lib/args";
import { print, say } from "./lib/console";
import { labelArgs } from "./lib/label-args";
import { alertsTable, askedLabels, labelNotes, recipientsTable, type Routing } from "./lib/routing";
import { noteTime, readStack } from "./lib/stack";

const known = { ...stackOption, json: { type: "boolean", default: false } } as const;

/** Who is told of an alert with these labels, how, and when; without labels, who is told of which of the stack's alerts. */
export async function run(args: readonly string[]): Promise<void> {
  const { labels, others } = labelArgs(args, known);
  const parsed = options(others, known);
  const stack = readStack(parsed);
  noteTime(stack);
  const { name, settings, workload, signals } = stack;
  const external = { stack: name, workload: workload.name };
  const routing: Routing = {
    delivery: stackDelivery(settings),
    alerts: alertLabelsOf(signals.ruleFiles, external),
    external,
  };
  if (Object.keys(labels).length === 0) all(routing, parsed.json);
  else one(routing, labels, parsed.json);
}

function all(routing: Routing, json: boolean): void {
  const { delivery, alerts } = routing;
  if (json)
    print(
      JSON.stringify(
        alerts.map((labels) => ({ labels, told: whoGets(delivery, labels) })),
        null,
        2,
      ),
    );
  else print(alertsTable(routing));
}

function one(routing: Routing, given: Readonly<Record<string, string>>, json: boolean): void {
  for (const note of labelNotes(routing, given)) say(`note: ${note}`);
  const asked = askedLabels(routing, given).map((labels) => ({ labels, told: whoGets(routing.delivery, labels) }));
  if (json) print(JSON.stringify(asked, null, 2));
  else print(asked.map(({ labels, told }) => recipientsTable(labels, told)).join("\n\n"));
}
