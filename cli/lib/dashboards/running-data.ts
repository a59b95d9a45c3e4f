import { prometheusAsk } from "../../../signals/view/prometheus";
import type { Ask } from "../../../signals/view/types";
import { evaluateStack } from "../../translate/stack";
import { DockerSite } from "../docker-site";
import { KubernetesSite } from "../kubernetes/site";
import { getJson } from "../prometheus-api";
import { lastLines } from "../shell";
import type { Stack } from "../stack";

export interface RunningData {
  readonly ask: Ask;
  end(): void;
}

/** The Prometheus of a running stack, or the reason why there's none to ask. */
export async function runningData(stack: Stack): Promise<RunningData | string> {
  const { shards } = stack.settings.kubernetes;
  if (shards > 1) return `each of its ${shards} shards of Prometheus has its part only`;
  // Nothing is applied, so no secret is needed.
  const { evaluation } = await evaluateStack(stack, stack.folder, (name) => `unused-${name}`);
  try {
    const site = new (stack.settings.target === "kubernetes" ? KubernetesSite : DockerSite)(stack, evaluation);
    try {
      const [prometheus] = await site.prometheuses();
      const url = prometheus!.api.url;
      await refuseForeign(url, stack);
      return { ask: prometheusAsk(url), end: () => site.end() };
    } catch (error) {
      site.end();
      throw error;
    }
  } catch (error) {
    // kubectl says what it tried first and what is wrong last.
    return lastLines((error as Error).message, 1);
  }
}

/** Another stack may have the port. */
async function refuseForeign(url: string, { name }: Stack): Promise<void> {
  const { data } = await getJson<{ data: { yaml: string } }>(`${url}/api/v1/status/config`);
  if (!new RegExp(`^\\s+stack: "?${name}"?$`, "m").test(data.yaml)) throw new Error(`${url} is another Prometheus`);
}
