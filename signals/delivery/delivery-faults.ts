import type { AlertLabels } from "./alert-labels";
import type { Delivery } from "./delivery";
import { levelFaults } from "./routes/level-faults";
import { receiverFaults } from "./receivers/faults";
import { routeFaults } from "./routes/faults";
import { reachFaults } from "./routes/reach";
import { untoldFaults, unusedReceiverFaults } from "./routes/untold";
import { templateFaults } from "./templates/check";
import { timeFaults } from "./times/faults";
import { intervalUseFaults } from "./times/use";

/**
 * All that's wrong with how alerts reach people, each fault with the place in the configuration where it is.
 *
 * @param alerts those of the stack (`alertLabelsOf`)
 */
export function deliveryFaults(delivery: Delivery, alerts: readonly AlertLabels[]): string[] {
  const { routing, templates } = delivery;
  const names = routeFaults(delivery, alerts);
  const others = (name: string) =>
    Object.keys(templates).flatMap((other) => (other === name ? [] : [templates[other]!]));
  return [
    ...receiverFaults(delivery),
    ...Object.entries(templates)
      .flatMap(([name, text]) => templateFaults(name, text, others(name)))
      .map((fault) => `sightline:messageTemplates: ${fault}`),
    ...levelFaults(delivery),
    ...timeFaults(routing.timeIntervals),
    ...names,
    ...intervalUseFaults(delivery),
    ...reachFaults(routing.routes),
    // A wrong name would be told of here once more: as one whom nobody tells.
    ...(names.length > 0 ? [] : [...unusedReceiverFaults(delivery), ...untoldFaults(delivery, alerts)]),
  ];
}
