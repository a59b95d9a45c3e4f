import { secretsPath } from "../../components/platform/platform";
import { stackDelivery } from "../../config/delivery";
import { alertLabelsOf } from "../../signals/delivery/alert-labels";
import { receiverConfigs } from "../../signals/delivery/receivers/config";
import { valueFaults } from "../../signals/delivery/routes/faults";
import { whoGets, type Recipient } from "../../signals/delivery/routes/who";
import { durationSeconds } from "../../signals/durations";
import { UserError } from "../../signals/errors";
import { usualPriority, type Severity } from "../../signals/rules";
import type { Finding, Site } from "./site";
import type { Stack } from "./stack";
import { sendTestAlert, testAlertName, type Answer, type Way } from "./test-alert";

type Labels = Readonly<Record<string, string>>;

/** Looked at within the working day: a test that wakes somebody is asked for by name. */
const usualLabels = { severity: "warning", team: "platform" };

/** A receiver that needs longer is as good as silent. */
const patienceSeconds = 30;

export interface Tested extends Finding {
  readonly answers: readonly Answer[];
}

/** Whether there's anybody to be told. */
export function hasReceivers(stack: Stack): boolean {
  const { receivers, webhookUrl } = stackDelivery(stack.settings);
  return webhookUrl !== undefined || Object.keys(receivers).length > 0;
}

/**
 * The labels of a test alert: what isn't given is as of a platform's warning.
 *
 * @throws UserError naming every label that no alert could have so
 */
export function testLabels(stack: Stack, given: Labels = {}): Labels {
  const { signals, workload, name } = stack;
  const external = { stack: name, workload: workload.name };
  const alerts = alertLabelsOf(signals.ruleFiles, external);
  const faults = Object.entries(given).flatMap(([label, value]) =>
    label === "alertname"
      ? [`alertname=${value}: a test alert has a name of its own; \`npm run route\` tells who is told of ${value}`]
      : valueFaults(label, [value], alerts),
  );
  if (faults.length > 0) throw new UserError(faults);
  const labels = { ...usualLabels, ...given };
  const priority = usualPriority[labels.severity as Severity];
  return { ...external, alertname: testAlertName, priority, ...labels };
}

/** Sends an alert that says it's a test, and asks who answered. */
export async function testAlertCheck(stack: Stack, site: Site, labels: Labels): Promise<Tested> {
  const delivery = stackDelivery(stack.settings);
  const recipients = whoGets(delivery, labels);
  if (recipients.length === 0) {
    const faults = ["nobody is told of such an alert: `npm run route` shows who is told of which"];
    return { found: "", faults, answers: [] };
  }
  const { receivers } = receiverConfigs(delivery, secretsPath);
  const ways = recipients.flatMap((one) => waysOf(one, receivers));
  const answers = await sendTestAlert(await site.alertmanagers(), ways, labels, patienceSeconds);
  const slowest = Math.max(...answers.map(({ beyondSeconds }) => beyondSeconds ?? 0));
  return {
    found: `${answers.length} ${answers.length === 1 ? "way has" : "ways have"} answered within ${slowest.toFixed(1)} s beyond the configured wait`,
    faults: answers.filter(({ beyondSeconds }) => beyondSeconds === undefined).map((one) => silence(one, recipients)),
    answers,
  };
}

/** How Alertmanager was told that a receiver is told: its lists, which its metrics name as they are named there. */
function waysOf({ receiver, groupWait }: Recipient, receivers: readonly object[]): Way[] {
  const config = receivers.find((one) => "name" in one && one.name === receiver) ?? {};
  return Object.entries(config).flatMap(([key, list]: [string, unknown]) =>
    key.endsWith("_configs") && Array.isArray(list)
      ? [
          {
            receiver,
            integration: key.replace(/_configs$/, ""),
            count: list.length,
            waitSeconds: durationSeconds(groupWait),
          },
        ]
      : [],
  );
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
