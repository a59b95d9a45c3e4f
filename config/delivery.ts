import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Delivery } from "../signals/delivery/delivery";
import { messageFile } from "../signals/delivery/messages/messages";
import { defaultLevels, type Levels, type LevelSpec } from "../signals/delivery/routes/routing";
import { priorities } from "../signals/rules";
import { fileFault, fromProject } from "./project-files";
import type { Settings } from "./schema";

/** How the alerts of a stack reach people, as its settings say. Its files are known to be there. */
export function stackDelivery(settings: Settings): Delivery {
  const { receivers, smtp, routes, timeIntervals, heartbeat, alertWebhookUrl, messageTemplates } = settings;
  return {
    receivers,
    ...(smtp && { smtp }),
    routing: { receivers: defaultReceivers(settings), routes, levels: stackLevels(settings), timeIntervals },
    ...(alertWebhookUrl && { webhookUrl: alertWebhookUrl }),
    ...(heartbeat && { heartbeat }),
    templates: Object.fromEntries(
      messageTemplates.map((path) => [basename(path), readFileSync(fromProject(path), "utf8")]),
    ),
  };
}

/** Where there's one receiver only, nobody else can be meant. Pulumi can't tell an empty list from one that isn't set. */
function defaultReceivers({ defaultReceivers, receivers }: Settings): readonly string[] {
  if (defaultReceivers.length > 0) return defaultReceivers;
  const names = Object.keys(receivers);
  return names.length === 1 ? names : [];
}

function stackLevels({ levels }: Settings): Levels {
  const level = (priority: keyof Levels): LevelSpec => ({ ...defaultLevels[priority], ...levels[priority] });
  return Object.fromEntries(priorities.map((priority) => [priority, level(priority)])) as unknown as Levels;
}

/** One can't tell what it has sent when its machine is gone; three go on when one of them is. */
export function alertmanagerReplicas({ target, kubernetes, alertmanager }: Settings): number {
  return alertmanager.replicas ?? (target === "kubernetes" && kubernetes.size === "ha" ? 3 : 1);
}

/** The host ports of every Alertmanager, by what a person knows them as. */
export function alertmanagerPorts(settings: Settings): readonly (readonly [name: string, port: number])[] {
  const { target, ports } = settings;
  const count = target === "docker" ? alertmanagerReplicas(settings) : 1;
  return Array.from({ length: count }, (_, index) => [
    index === 0 ? "ports.alertmanager" : `the port of Alertmanager ${index + 1} (after ports.alertmanager)`,
    ports.alertmanager + index,
  ]);
}

/** Files of message templates that aren't there, or whose names are the same, or can't be, where Alertmanager reads them. */
export function messageTemplateFaults({ messageTemplates }: Settings): string[] {
  const names = messageTemplates.map((path) => basename(path));
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const faults = [
    ...messageTemplates.flatMap((path) => fileFault(path) ?? []),
    ...messageTemplates.flatMap((path) => nameFault(path) ?? []),
    ...[...twice].map((name) => `two files are named ${name}; different names were expected`),
    ...(names.includes(messageFile) ? [`${messageFile} is Sightline's own; another name was expected`] : []),
  ];
  return faults.map((fault) => `sightline:messageTemplates: ${fault}`);
}

/** It becomes a key of a Kubernetes secret. */
function nameFault(path: string): string | undefined {
  const name = basename(path);
  return /^[A-Za-z0-9._-]+$/.test(name)
    ? undefined
    : `${path}: a name of letters, digits, ".", "_" and "-" was expected, such as ${name.replace(/[^A-Za-z0-9._-]+/g, "-")}`;
}
