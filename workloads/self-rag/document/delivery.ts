import type { DocumentItem } from "../../../signals/document";
import { example, real } from "./tests";

/** Who is told of an alert, and in which words: the document's alertmanager.yml. */

const written = "as in docs/delivery.md, As the documents have it";
const messages = "test/rules/messages.test.ts";
const ofWebhook = "The channel is that of the webhook: that of a Slack app has no other.";

const route = (item: string, here: string, test = example, note?: string): DocumentItem => ({
  kind: "route",
  item,
  here,
  test,
  ...(note !== undefined && { note }),
});

export const deliveryItems: readonly DocumentItem[] = [
  route(
    "SMTP server and sender of mails, port 587, user and password",
    "smtp",
    real,
    "The password is a file that Alertmanager reads, and in no configuration.",
  ),
  route(
    "grouped by alertname and severity",
    "levels.*.groupBy: P0 to P2 by alertname and stack",
    example,
    "A name has one severity here. P3 comes as a digest of its team.",
  ),
  route(
    "group_wait 10 s",
    "levels.P0.groupWait and levels.P1.groupWait",
    example,
    "P2 waits 30 s and P3 5 min, so that less comes at once.",
  ),
  route(
    "repeat_interval 1 h",
    "levels.P1.repeatInterval",
    example,
    "The others are repeated after the time that the document gives their level.",
  ),
  {
    kind: "route",
    item: "group_interval 10 s",
    note:
      "Not taken: a message every 10 s is the alert fatigue that the document warns of. It's 1 min for P0, 5 min for P1 " +
      "and P2, 30 min for P3; levels.*.groupInterval says otherwise.",
  },
  route("severity critical to critical-alerts", `routes, ${written}`),
  route("team ai to ai-team", `routes, ${written}`),
  route("team platform to platform-team", `routes, ${written}`),
  route("default receiver: mail to on-call", `defaultReceivers, ${written}`),
  route("critical-alerts: mail to on-call, Slack #alerts-critical", `receivers, ${written}`, example, ofWebhook),
  route("ai-team: Slack #ai-team", `receivers, ${written}`, example, ofWebhook),
  route("platform-team: Slack #platform-team", `receivers, ${written}`, example, ofWebhook),
  route(
    "mails: subject with the alert's name; each alert's summary and description",
    "messages of signals/delivery: the title is the subject, the text the body",
    messages,
    "As written, Alertmanager refuses it: a mail has no subject and body there. The title is level, stack and summary, " +
      "with the name below, or in it where there are several; messageTemplates has other words.",
  ),
  route(
    "Slack: a title by receiver, with the alert's name; each alert's summary and description",
    "messages of signals/delivery",
    messages,
    "The title is level, stack and summary, whoever receives it: so the same alert reads the same everywhere.",
  ),
  route("inhibition: critical mutes warning of the same alertname and instance", "inhibit_rules, in every stack", real),
];
