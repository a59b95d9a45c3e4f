import type { PostedAlert } from "./alertmanager-api";
import type { AlertmanagerGroup } from "./alertmanager-group";

/** How the names of alerts begin that only prove the way; no rule has such a one. */
export const testAlertName = "SightlineTestAlert";

/** One way of one receiver, by which the alert should arrive. */
export interface Way {
  readonly receiver: string;
  /** As Alertmanager's metrics name it. */
  readonly integration: string;
  /** How many of this kind the receiver has. */
  readonly count: number;
  /** What is waited by configuration before the first message of a group, in seconds. */
  readonly waitSeconds: number;
}

export interface Answer extends Way {
  /** Seconds beyond the configured wait until all of them had answered. Absent: they haven't. */
  readonly beyondSeconds?: number;
  /** Attempts that failed meanwhile. */
  readonly failed: number;
}

/** How often the counters are looked at: what is measured is exact to that. */
const pollMs = 100;

/**
 * An alert as Prometheus would send it, that ends by itself if it isn't ended. Its name is new each time: otherwise it
 * would join the group of the last one, and wait for that one's interval.
 */
export function testAlert(labels: Readonly<Record<string, string>>, now: Date, lastsSeconds: number): PostedAlert {
  return {
    labels: { ...labels, alertname: `${testAlertName}-${now.toISOString().slice(11, 19)}` },
    annotations: {
      summary: "This is a test of the way that alerts take: there is nothing to do",
      description: "It was sent by `npm run test-alert` or `npm run verify`, and shows that this receiver is told.",
    },
    startsAt: now.toISOString(),
    endsAt: new Date(now.getTime() + lastsSeconds * 1000).toISOString(),
  };
}

/**
 * Sends one alert to every Alertmanager, as Prometheus does, and waits until each way has answered. Then the alert is ended.
 *
 * @param patienceSeconds how long it's waited beyond the configured wait
 * @throws UserError if no Alertmanager answers
 */
export async function sendTestAlert(
  alertmanagers: AlertmanagerGroup,
  ways: readonly Way[],
  labels: Readonly<Record<string, string>>,
  patienceSeconds: number,
): Promise<Answer[]> {
  await alertmanagers.count();
  const longest = Math.max(0, ...ways.map(({ waitSeconds }) => waitSeconds));
  const start = Date.now();
  const alert = testAlert(labels, new Date(start), longest + patienceSeconds);
  await alertmanagers.post([alert]);
  try {
    return await answers(alertmanagers, ways, start, patienceSeconds);
  } finally {
    // It ends by itself: that this can't be said to anybody any more hides no result.
    await alertmanagers.post([{ ...alert, endsAt: new Date().toISOString() }]).catch(() => undefined);
  }
}

async function answers(
  alertmanagers: AlertmanagerGroup,
  ways: readonly Way[],
  start: number,
  patienceSeconds: number,
): Promise<Answer[]> {
  const done = new Map<Way, number>();
  for (;;) {
    await alertmanagers.count();
    const seconds = (Date.now() - start) / 1000;
    const since = ({ receiver, integration }: Way, what: "answered" | "failed") =>
      alertmanagers.sent(receiver, integration, what);
    for (const way of ways) {
      if (!done.has(way) && since(way, "answered") >= way.count) done.set(way, seconds - way.waitSeconds);
    }
    const waiting = ways.filter((way) => !done.has(way) && seconds < way.waitSeconds + patienceSeconds);
    if (waiting.length === 0) {
      return ways.map((way) => {
        const beyondSeconds = done.get(way);
        return { ...way, failed: since(way, "failed"), ...(beyondSeconds !== undefined && { beyondSeconds }) };
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
