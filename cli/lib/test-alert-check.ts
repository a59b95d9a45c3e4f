import { stackDelivery } from "../../config/delivery";
import type { Delivery } from "../../signals/delivery/delivery";
import { whoGets, type Recipient } from "../../signals/delivery/routes/who";
import { durationSeconds } from "../../signals/durations";
import { usualPriority, type Severity } from "../../signals/rules";
import type { Finding, Site } from "./site";
import type { Stack } from "./stack";
import { sendTestAlert, type Answer, type Way } from "./test-alert";

type Labels = Readonly<Record<string, string>>;

/** Looked at within the working day: a test that wakes somebody is asked for by name. */
const usualLabels: Labels = { severity: "warning", team: "platform" };

/** A receiver that needs longer is as good as silent. */
const patienceSeconds = 30;

/** How Alertmanager's metrics name a way, where it's not as in a receiver. */
const metricNames: Readonly<Record<string, string>> = { teams: "msteamsv2" };

export interface Tested extends Finding {
  readonly answers: readonly Answer[];
}

/** Whether there's anybody to be told. */
export function hasReceivers(stack: Stack): boolean {
  const { receivers, webhookUrl } = stackDelivery(stack.settings);
  return webhookUrl !== undefined || Object.keys(receivers).length > 0;
}

/** The labels of a test alert: what isn't given is as of a platform's warning. */
export function testLabels(stack: Stack, given: Labels = {}): Labels {
  const labels = { ...usualLabels, ...given };
  const priority = usualPriority[labels["severity"] as Severity] as string | undefined;
  return { stack: stack.name, workload: stack.workload.name, ...(priority !== undefined && { priority }), ...labels };
}

/** Sends an alert that says it's a test, and asks who answered. */
export async function testAlertCheck(stack: Stack, site: Site, labels: Labels): Promise<Tested> {
  const delivery = stackDelivery(stack.settings);
  const recipients = whoGets(delivery, labels);
  if (recipients.length === 0) {
    const faults = ["nobody is told of such an alert: `npm run route` shows who is told of which"];
    return { found: "", faults, answers: [] };
  }
  const ways = recipients.flatMap((one) => waysOf(one, delivery));
  const answers = await sendTestAlert(await site.alertmanagers(), ways, labels, patienceSeconds);
  const slowest = Math.max(...answers.map(({ beyondSeconds }) => beyondSeconds ?? 0));
  return {
    found: `${answers.length} ${answers.length === 1 ? "way has" : "ways have"} answered within ${slowest.toFixed(1)} s beyond the configured wait`,
    faults: answers.filter(({ beyondSeconds }) => beyondSeconds === undefined).map((one) => silence(one, recipients)),
    answers,
  };
}

function waysOf({ receiver, integrations, groupWait }: Recipient, { receivers }: Delivery): Way[] {
  const spec = receivers[receiver];
  return integrations.map((kind) => ({
    receiver,
    integration: metricNames[kind] ?? kind,
    count: spec ? countOf(spec, kind) : 1,
    waitSeconds: durationSeconds(groupWait),
  }));
}

function countOf(spec: Delivery["receivers"][string], kind: string): number {
  const own = spec[kind as keyof typeof spec];
  return own && kind !== "other" ? own.length : (spec.other ?? []).filter((other) => other.kind === kind).length;
}

function silence({ receiver, integration, failed }: Answer, recipients: readonly Recipient[]): string {
  const { mutedIn = [], activeIn = [] } = recipients.find((one) => one.receiver === receiver) ?? {};
  const intervals = [...mutedIn.map((name) => `muted in ${name}`), ...activeIn.map((name) => `told only in ${name}`)];
  const why = [
    ...(failed > 0 ? [`${failed} attempts failed: Alertmanager's log says why`] : []),
    ...(intervals.length > 0 ? [`it's ${intervals.join(" and ")}`] : []),
  ];
  return `${receiver} hasn't answered by ${integration}${why.length > 0 ? ` (${why.join("; ")})` : ""}`;
}
