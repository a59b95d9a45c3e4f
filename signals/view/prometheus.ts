/** Prometheus' HTTP API as what a dashboard asks. */
import type { Answer, Ask, Question, Series } from "./types";

export interface AskOptions {
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Default 30. */
  readonly timeoutSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of every answer of the API. */
interface ApiAnswer {
  readonly status?: unknown;
  readonly data?: unknown;
  readonly errorType?: unknown;
  readonly error?: unknown;
}

type Sample = readonly [number, string];

/**
 * Asks the Prometheus at `baseUrl` (`http://localhost:9091`, or a proxy's path in front of its API).
 *
 * Queries are posted as forms: long ones don't fit into an address. What Prometheus only warns of is left out.
 */
export function prometheusAsk(baseUrl: string, options: AskOptions = {}): Ask {
  const { timeoutSeconds = 30, headers = {} } = options;
  // Looked up at each call: a browser's fetch must not be taken off its window.
  const get: typeof fetch = options.fetch ?? ((url, init) => fetch(url, init));
  const api = `${baseUrl.replace(/\/+$/, "")}/api/v1`;
  return async (question) => {
    // Not AbortSignal.timeout: Node would end while it waits for a server that takes the connection and never answers.
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(new DOMException("", "TimeoutError")), timeoutSeconds * 1000);
    try {
      const { signal } = given;
      const { path, form, post } = requestOf(question);
      const response = post
        ? await get(`${api}/${path}`, { method: "POST", body: form, headers, signal })
        : await get(`${api}/${path}?${form.toString()}`, { headers, signal });
      return read(question, response.status, await response.text());
    } catch (error) {
      return { error: unreachable(error as Error, timeoutSeconds) };
    } finally {
      clearTimeout(timer);
    }
  };
}

function requestOf(question: Question): { path: string; form: URLSearchParams; post: boolean } {
  const form = new URLSearchParams();
  if (question.kind === "label-values") {
    if (question.match !== undefined) form.set("match[]", question.match);
    form.set("start", String(question.start));
    form.set("end", String(question.end));
    return { path: `label/${encodeURIComponent(question.label)}/values`, form, post: false };
  }
  form.set("query", question.expr);
  if (question.kind === "instant") {
    form.set("time", String(question.time));
    return { path: "query", form, post: true };
  }
  form.set("start", String(question.start));
  form.set("end", String(question.end));
  form.set("step", String(question.step));
  return { path: "query_range", form, post: true };
}

/** `errorType` is Prometheus' own; a proxy's fault page has none and is told by its status. */
function read(question: Question, status: number, body: string): Answer {
  const answer = json(body);
  if (answer === undefined) return { error: `${status} ${body.replace(/\s+/g, " ").trim().slice(0, 200)}`.trim() };
  if (answer.status !== "success") {
    const said = [answer.errorType, answer.error].filter((each) => typeof each === "string" && each !== "");
    return { error: said.join(": ") || `${status} without a reason` };
  }
  return question.kind === "label-values" ? { names: strings(answer.data) } : { series: seriesOf(answer.data) };
}

function json(body: string): ApiAnswer | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function strings(data: unknown): string[] {
  return Array.isArray(data) ? data.filter((each): each is string => typeof each === "string") : [];
}

/** What a query's data is, by its `resultType`. */
interface Result {
  readonly resultType?: string;
  readonly result?: unknown;
}

/** Native histograms have `histogram` instead of `value`: they are no numbers, and stay out. */
interface VectorElement {
  readonly metric: Series["metric"];
  readonly value?: Sample;
  readonly values?: readonly Sample[];
}

function seriesOf(data: unknown): Series[] {
  const { resultType, result } = (data ?? {}) as Result;
  if (resultType === "scalar" || resultType === "string") return [{ metric: {}, values: [result as Sample] }];
  if (!Array.isArray(result)) return [];
  return (result as VectorElement[])
    .map(({ metric, value, values = [] }) => ({ metric, values: value ? [value] : values }))
    .filter(({ values }) => values.length > 0);
}

function unreachable(error: Error, timeoutSeconds: number): string {
  if (error.name === "TimeoutError") return `no answer within ${timeoutSeconds} s`;
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return `it can't be asked: ${typeof code === "string" ? code : error.message}`;
}
