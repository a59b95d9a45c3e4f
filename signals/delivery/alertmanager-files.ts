import { toYaml } from "../yaml";
import type { AlertmanagerFiles, Delivery } from "./delivery";
import { inhibitions } from "./inhibitions";
import { messageTemplates } from "./messages/messages";
import { receiverConfigs } from "./receivers/config";
import { routeConfig } from "./routes/config";
import { routeTree, type RouteNode } from "./routes/tree";
import { timeIntervalConfig } from "./times/intervals";

/**
 * All that Alertmanager is deployed with.
 *
 * @param secretsPath the folder in which it finds its secrets
 * @param subjects the labels by which the stack's alerts of one name are told apart. Default: only the instance
 */
export function alertmanagerFiles(
  delivery: Delivery,
  secretsPath: string,
  subjects: readonly string[] = [],
): AlertmanagerFiles {
  const { global, receivers, secrets, outside } = receiverConfigs(delivery, secretsPath);
  // Nobody reads messages where there are only machines.
  const templates = Object.keys(delivery.receivers).length === 0 ? {} : { ...messageTemplates, ...delivery.templates };
  const tree = routeTree(delivery);
  const route = routeConfig(tree);
  const intervals = timeIntervals(delivery, tree);
  return {
    config: (folder) =>
      toYaml({
        ...(Object.keys(global).length > 0 && { global }),
        // In this order: the last one that defines a name has it.
        ...(Object.keys(templates).length > 0 && {
          templates: Object.keys(templates).map((name) => `${folder}/${name}`),
        }),
        route,
        inhibit_rules: inhibitions(subjects),
        receivers,
        ...(intervals.length > 0 && { time_intervals: intervals }),
      }),
    templates,
    secrets,
    outside,
  };
}

/** Those that a route asks for. */
function timeIntervals({ routing }: Delivery, tree: RouteNode): object[] {
  const used = new Set(namesIn(tree));
  return Object.entries(routing.timeIntervals)
    .filter(([name]) => used.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, spec]) => timeIntervalConfig(name, spec));
}

function namesIn({ told, routes }: RouteNode): string[] {
  return [...(told?.mutedIn ?? []), ...(told?.activeIn ?? []), ...routes.flatMap(namesIn)];
}
