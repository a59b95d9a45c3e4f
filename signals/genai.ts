/**
 * The metrics of OpenTelemetry's semantic conventions for generative AI, in the names that Prometheus stores them under:
 * dots become underscores, a unit of seconds goes to the end of the name, `{token}` is left out. Any workload can have
 * them in place of names of its own: `metrics: [...genai.client({ models: ["gpt-4o"] })], spend: genai.spend({ ... })`.
 *
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ (status: development)
 */
import { histogram, type DemoBehaviour, type Metric } from "./metrics";
import type { SpendSpec } from "./spend";

export interface GenAiOptions {
  /** Values of `gen_ai_request_model` that are to be expected. */
  readonly models: readonly string[];
  /** Values of `gen_ai_provider_name`. Default `openai`. */
  readonly providers?: readonly string[];
  /** Values of `gen_ai_operation_name`. Default `chat`. */
  readonly operations?: readonly string[];
  /** Values of `gen_ai_response_model`, often with a date (`gpt-4o-2024-08-06`). Default: the label isn't asked for. */
  readonly responseModels?: readonly string[];
  /** Values of `server_address`. Default: the label isn't asked for. */
  readonly servers?: readonly string[];
  /** Values of `error_type`; empty where there was no error. Default none, a timeout, and too many requests. */
  readonly errors?: readonly string[];
  /** How the convention called the provider's label until its version 1.36: `gen_ai_system`. Default false. */
  readonly formerNames?: boolean;
  /** How the demo plays them. Default: a call every other second, 600 tokens each way, one second long. */
  readonly demo?: { readonly tokens?: DemoBehaviour; readonly duration?: DemoBehaviour };
}

/** The bounds that the conventions advise, in tokens and in seconds. */
export const tokenBuckets = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
] as const;
export const durationBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
] as const;
export const perTokenBuckets = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5] as const;
export const firstTokenBuckets = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

export const tokenUsage = "gen_ai_client_token_usage";
export const operationDuration = "gen_ai_client_operation_duration_seconds";

type Labels = Readonly<Record<string, readonly string[]>>;

function labels(options: GenAiOptions): Labels {
  const { models, providers = ["openai"], operations = ["chat"], responseModels, servers, formerNames } = options;
  return {
    gen_ai_operation_name: operations,
    [formerNames === true ? "gen_ai_system" : "gen_ai_provider_name"]: providers,
    gen_ai_request_model: models,
    ...(responseModels !== undefined && { gen_ai_response_model: responseModels }),
    ...(servers !== undefined && { server_address: servers }),
  };
}

/** Only operations that failed have a value in it. */
function errorLabel({ errors = ["", "timeout", "429"] }: GenAiOptions): Labels {
  return { error_type: errors };
}

/** Of applications that call a model. */
export function client(options: GenAiOptions): readonly [tokens: Metric, duration: Metric] {
  return [
    histogram(tokenUsage, {
      help: "Number of input and output tokens used (gen_ai.client.token.usage).",
      unit: "",
      labels: { ...labels(options), gen_ai_token_type: ["input", "output"] },
      buckets: tokenBuckets,
      from: "app",
      demo: { typical: 600, shares: { gen_ai_token_type: { input: 0.5, output: 0.5 } }, ...options.demo?.tokens },
    }),
    histogram(operationDuration, {
      help: "Duration of a call to a model, in seconds (gen_ai.client.operation.duration).",
      labels: { ...labels(options), ...errorLabel(options) },
      buckets: durationBuckets,
      from: "app",
      demo: { typical: 1, ...options.demo?.duration },
    }),
  ];
}

/** Of servers that run a model themselves. */
export function server(options: GenAiOptions): readonly Metric[] {
  return [
    histogram("gen_ai_server_request_duration_seconds", {
      help: "Time to the last byte or token of a request, in seconds (gen_ai.server.request.duration).",
      labels: { ...labels(options), ...errorLabel(options) },
      buckets: durationBuckets,
      from: "app",
      demo: { typical: 1 },
    }),
    histogram("gen_ai_server_time_per_output_token_seconds", {
      help: "Time for each token after the first, in seconds (gen_ai.server.time_per_output_token).",
      labels: labels(options),
      buckets: perTokenBuckets,
      from: "app",
      demo: { typical: 0.03 },
    }),
    histogram("gen_ai_server_time_to_first_token_seconds", {
      help: "Time until the first token, in seconds (gen_ai.server.time_to_first_token).",
      labels: labels(options),
      buckets: firstTokenBuckets,
      from: "app",
      demo: { typical: 0.3 },
    }),
  ];
}

/** What the models cost, from the tokens that the convention counts. */
export function spend(
  [tokens, duration]: ReturnType<typeof client>,
  rest: Pick<SpendSpec, "models" | "dailyBudgetUsd" | "compareWith" | "cache">,
): SpendSpec {
  return {
    ...rest,
    tokens: {
      tokens: { metric: tokens },
      modelLabel: "gen_ai_request_model",
      kindLabel: "gen_ai_token_type",
      input: "input",
      output: "output",
    },
    requests: { metric: duration },
  };
}
