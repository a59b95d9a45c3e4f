import type { Kind } from "./people";

/** How many messages a service takes within so many seconds, as its documentation says. */
export interface RateLimit {
  readonly kind: Kind;
  readonly most: number;
  readonly seconds: number;
}

/**
 * Of those kinds whose services document any; nothing here enforces them. Slack takes short bursts beyond it, for a
 * webhook too (api.slack.com/docs/rate-limits). Telegram's are of one chat, and of one group (bots FAQ). PagerDuty's is
 * about so much, of one key (Events API v2). Teams' are those of connectors (msteams-docs, connectors-using).
 */
export const rateLimits: readonly RateLimit[] = [
  { kind: "slack", most: 1, seconds: 1 },
  { kind: "telegram", most: 1, seconds: 1 },
  { kind: "telegram", most: 20, seconds: 60 },
  { kind: "pagerduty", most: 120, seconds: 60 },
  { kind: "teams", most: 4, seconds: 1 },
  { kind: "teams", most: 60, seconds: 30 },
  { kind: "teams", most: 100, seconds: 3600 },
];

/**
 * The most of some moments that are within any so many seconds: between the first and the last is less than that.
 *
 * @param moments in milliseconds, in any order
 */
export function mostWithin(moments: readonly number[], seconds: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((moment, last) => {
    while (moment - sorted[first]! >= seconds * 1000) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
