import { noDelivery, type Delivery } from "../signals/delivery/delivery";
import type { Settings } from "./schema";

/** How the alerts of a stack reach people, as its settings say. */
export function stackDelivery({ alertWebhookUrl }: Settings): Delivery {
  return { ...noDelivery, ...(alertWebhookUrl !== undefined && { webhookUrl: { value: alertWebhookUrl } }) };
}

/** One can't tell what it has sent when its machine is gone; three go on when one of them is. */
export function alertmanagerReplicas({ target, kubernetes }: Settings): number {
  return target === "kubernetes" && kubernetes.size === "ha" ? 3 : 1;
}
