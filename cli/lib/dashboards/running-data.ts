import { anyOf } from "../../../signals/view/asking";
import { prometheusAsk } from "../../../signals/view/prometheus";
import type { Ask } from "../../../signals/view/types";
import { evaluateStack, unknownSecret } from "../../translate/stack";
import { getJson, type PrometheusApi } from "../prometheus-api";
import { lastLines } from "../shell";
import { siteOf } from "../site-of";
import type { Stack } from "../stack";

export interface RunningData {
  readonly ask: Ask;
  end(): void;
}

/** Every Prometheus of a running stack as one, or the reason why there's none to ask. */
export async function runningData(stack: Stack): Promise<RunningData | string> {
  const { shards } = stack.settings.kubernetes;
  if (shards > 1) return `each of its ${shards} shards of Prometheus has its part only`;
  const { evaluation } = await evaluateStack(stack, stack.folder, unknownSecret);
  try {
    const site = siteOf(stack, evaluation);
    try {
      const apis = (await site.prometheuses()).map(({ api }) => api);
      for (const api of apis) await refuseForeign(api, stack);
      const asks = apis.map(({ url, headers }) => prometheusAsk(url, { headers }));
      return { ask: anyOf(asks), end: () => site.end() };
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
async function refuseForeign({ url, headers }: PrometheusApi, { name }: Stack): Promise<void> {
  const { data } = await getJson<{ data: { yaml: string } }>(`${url}/api/v1/status/config`, { headers });
  if (!new RegExp(`^\\s+stack: "?${name}"?$`, "m").test(data.yaml)) throw new Error(`${url} is another Prometheus`);
}
