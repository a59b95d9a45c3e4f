import type { AlertLabels } from "./alert-labels";
import type { Delivery } from "./delivery";
import { levelFaults } from "./level-faults";
import { receiverFaults } from "./receiver-faults";
import { routeFaults } from "./route-faults";
import { reachFaults } from "./route-reach";
import { untoldFaults, unusedReceiverFaults } from "./route-untold";
import { loopFaults } from "./route-walk";
import { templateFaults } from "./template-check";
import { timeFaults } from "./time-faults";
import { intervalUseFaults } from "./time-interval-use";

/**
 * All that's wrong with how alerts reach people, each fault with the place in the configuration where it is.
 *
 * @param alerts those of the stack (`alertLabelsOf`)
 */
export function deliveryFaults(delivery: Delivery, alerts: readonly AlertLabels[]): string[] {
  const { routing, templates } = delivery;
  const loops = loopFaults(routing.routes);
  const others = (name: string) =>
    Object.keys(templates).flatMap((other) => (other === name ? [] : [templates[other]!]));
  return [
    ...receiverFaults(delivery),
    ...Object.entries(templates)
      .flatMap(([name, text]) => templateFaults(name, text, others(name)))
      .map((fault) => `sightline:messageTemplates: ${fault}`),
    ...levelFaults(delivery),
    ...timeFaults(routing.timeIntervals),
    // Whoever follows the routes would never come to their end.
    ...(loops.length > 0 ? loops : followedFaults(delivery, alerts)),
  ];
}

function followedFaults(delivery: Delivery, alerts: readonly AlertLabels[]): string[] {
  const names = routeFaults(delivery, alerts);
  return [
    ...names,
    ...intervalUseFaults(delivery),
    ...reachFaults(delivery.routing.routes),
    // A wrong name would be told of here once more: as one whom nobody tells.
    ...(names.length > 0 ? [] : [...unusedReceiverFaults(delivery), ...untoldFaults(delivery, alerts)]),
  ];
}
