import { reason } from "./log";

/** What a dependency answered, and how long that took. */
export interface Check {
  readonly status: "ok" | "error";
  /** Only of an error. */
  readonly message?: string;
  readonly latency_ms: number;
}

/** How to ask a dependency; absent where there is none. */
export type Asked = Readonly<Record<string, (() => Promise<unknown>) | undefined>>;

/** Asks all at once. Never throws: what fails is an error of its name. */
export async function askAll(asked: Asked): Promise<Record<string, Check>> {
  const checks = Object.entries(asked).flatMap(([name, ask]) => (ask === undefined ? [] : [timed(name, ask)]));
  return Object.fromEntries(await Promise.all(checks));
}

async function timed(name: string, ask: () => Promise<unknown>): Promise<[string, Check]> {
  const start = process.hrtime.bigint();
  const latency = (): number => Math.round(Number(process.hrtime.bigint() - start) / 1e4) / 100;
  try {
    await ask();
    return [name, { status: "ok", latency_ms: latency() }];
  } catch (error) {
    return [name, { status: "error", message: reason(error), latency_ms: latency() }];
  }
}

/** @throws Error when there is no answer within 2 seconds, or another than 200. */
export async function askHttp(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch((error: Error) => {
    // What was wrong with the connection is behind "fetch failed".
    throw error.cause ?? error;
  });
  await answer.text();
  if (!answer.ok) throw new Error(`answered with ${answer.status}`);
}
