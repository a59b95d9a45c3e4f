import { secretsPath } from "../../components/platform/platform";
import { stackDelivery } from "../../config/delivery";
import { alertLabelsOf } from "../../signals/delivery/alert-labels";
import type { Delivery } from "../../signals/delivery/delivery";
import { receiverConfigs } from "../../signals/delivery/receivers/config";
import { valueFaults } from "../../signals/delivery/routes/faults";
import { toldNobodyBy } from "../../signals/delivery/routes/untold";
import { whoGets, type Recipient } from "../../signals/delivery/routes/who";
import { durationSeconds } from "../../signals/durations";
import { UserError } from "../../signals/errors";
import { usualPriority, type Severity } from "../../signals/rules";
import type { Finding, Site } from "./site";
import type { Stack } from "./stack";
import { sendTestAlert, testAlertName, type Answer, type Way } from "./test-alert";
import { whyLate, whyQuiet } from "./test-alert-quiet";

type Labels = Readonly<Record<string, string>>;

/** Looked at within the working day: a test that wakes somebody is asked for by name. */
const usualLabels = { severity: "warning", team: "platform" };

/** A receiver that needs longer is as good as silent. */
const patienceSeconds = 30;

/** What came of one way. */
export interface Tried extends Answer {
  /** Why it's no fault that there's no answer. */
  readonly excuse?: string;
}

export interface Tested extends Finding {
  readonly answers: readonly Tried[];
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

/**
 * Sends an alert that says it's a test, and asks who answered. Whoever isn't told at this hour isn't waited for: that they
 * hear nothing is right.
 */
export async function testAlertCheck(
  stack: Stack,
  site: Site,
  labels: Labels,
  patience = patienceSeconds,
): Promise<Tested> {
  const delivery = stackDelivery(stack.settings);
  const recipients = whoGets(delivery, labels);
  if (recipients.length === 0) return nobodyTold(delivery, labels);
  const { receivers } = receiverConfigs(delivery, secretsPath);
  const told = recipients.map((one) => ({ one, quiet: quietNow(one, delivery) }));
  const ways = told.flatMap(({ one, quiet }) => (quiet === undefined ? waysOf(one, receivers) : []));
  const alertmanagers = await site.alertmanagers();
  const answers = (await sendTestAlert(alertmanagers, ways, labels, patience)).map((one) => tried(one, recipients));
  const silent = answers.filter(({ beyondSeconds }) => beyondSeconds === undefined);
  return {
    found: foundOf(answers),
    faults: silent.filter(({ excuse }) => excuse === undefined).map(silence),
    warnings: [
      ...alertmanagers.silent,
      ...told.flatMap(({ one, quiet }) => (quiet === undefined ? [] : [`${one.receiver} isn't told now: ${quiet}`])),
      ...silent.filter(({ excuse }) => excuse !== undefined).map(silence),
    ],
    answers,
  };
}

function nobodyTold(delivery: Delivery, labels: Labels): Tested {
  const by = toldNobodyBy(delivery, labels);
  if (by !== undefined) {
    return { found: "not sent", faults: [], warnings: [`${by} tells nobody of such an alert`], answers: [] };
  }
  const faults = ["nobody is told of such an alert: `npm run route` shows who is told of which"];
  return { found: "", faults, answers: [] };
}

function quietNow(one: Recipient, { routing }: Delivery): string | undefined {
  return whyQuiet(one, routing.timeIntervals, Date.now() + durationSeconds(one.groupWait) * 1000);
}

/** Attempts that failed show that it was told, so nothing excuses them. */
function tried(answer: Answer, recipients: readonly Recipient[]): Tried {
  const recipient = recipients.find(({ receiver }) => receiver === answer.receiver);
  const excuse = answer.failed === 0 && recipient ? whyLate(recipient) : undefined;
  return answer.beyondSeconds === undefined && excuse !== undefined ? { ...answer, excuse } : answer;
}

function foundOf(answers: readonly Tried[]): string {
  const times = answers.flatMap(({ beyondSeconds }) => beyondSeconds ?? []);
  if (times.length === 0) return "sent";
  const who = times.length === 1 ? "way has" : "ways have";
  return `${times.length} ${who} answered within ${Math.max(...times).toFixed(1)} s beyond the configured wait`;
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

function silence({ receiver, integration, failed, excuse }: Tried): string {
  const why = failed > 0 ? `${failed} attempts failed: Alertmanager's log says why` : excuse;
  return `${receiver} hasn't answered by ${integration}${why === undefined ? "" : ` (${why})`}`;
}
