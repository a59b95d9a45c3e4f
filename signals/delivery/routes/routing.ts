import type { Duration, Priority } from "../../rules";

/** Which alerts go to whom. `routes/tree.ts` makes Alertmanager's tree of it. */
export interface RoutingSpec {
  /** Who gets what no route takes. None: it's shown in Alertmanager, and nobody is told. */
  readonly receivers: readonly string[];
  /** The first that matches takes an alert, unless it says `continue`. */
  readonly routes: readonly RouteSpec[];
  readonly levels: Levels;
  /** By name. */
  readonly timeIntervals: Readonly<Record<string, TimeIntervalSpec>>;
}

export interface RouteSpec {
  /** Default: every alert that comes here. */
  readonly match?: MatchSpec;
  /** Each of them is told. Default: those of the route around it. */
  readonly receivers?: readonly string[];
  /** Whether the routes after it are asked as well. Default false. */
  readonly continue?: boolean;
  /** Asked first; what none of them takes goes to `receivers`. */
  readonly routes?: readonly RouteSpec[];
  /** Names of time intervals in which nothing is sent. Besides those of the level. */
  readonly mutedIn?: readonly string[];
  /** Names of time intervals in which alone something is sent. Besides those of the level. */
  readonly activeIn?: readonly string[];
}

/** All that's named must be so; of several values, one of them. */
export interface MatchSpec {
  /** `critical`, `warning`, `info`, or what an alert of the user's own has. */
  readonly severity?: readonly string[];
  readonly priority?: readonly Priority[];
  /** One of `teams`, or what an alert of the user's own has. */
  readonly team?: readonly string[];
  readonly alertname?: readonly string[];
  /** Any other labels. */
  readonly labels?: Readonly<Record<string, readonly string[]>>;
}

/** How an alert is told, by how soon somebody must react. */
export type Levels = Readonly<Record<Priority, LevelSpec>>;

export interface LevelSpec {
  /** Alerts that have these labels in common are one message. */
  readonly groupBy: readonly string[];
  /** Waited for more of a group before its first message. */
  readonly groupWait: Duration;
  /** Between messages of a group that has changed. */
  readonly groupInterval: Duration;
  /** Until a message is sent again, when nothing has changed. */
  readonly repeatInterval: Duration;
  readonly mutedIn?: readonly string[];
  readonly activeIn?: readonly string[];
}

/**
 * The response times of self-rag's document: P0 at once, P1 within an hour, P2 within four, P3 within a day. Whoever
 * hasn't ended it by then is told again, and no sooner: repeats are what tires people. Who must act at once isn't kept
 * waiting for the rest of a group; what has a day's time comes as a digest of its team.
 */
export const defaultLevels: Levels = {
  P0: { groupBy: ["alertname", "stack"], groupWait: "10s", groupInterval: "1m", repeatInterval: "30m" },
  P1: { groupBy: ["alertname", "stack"], groupWait: "10s", groupInterval: "5m", repeatInterval: "1h" },
  P2: { groupBy: ["alertname", "stack"], groupWait: "30s", groupInterval: "5m", repeatInterval: "4h" },
  P3: { groupBy: ["stack", "team"], groupWait: "5m", groupInterval: "30m", repeatInterval: "24h" },
};

/** Times of the week or year, as Alertmanager's `time_intervals` have them: one of `times` is enough. */
export interface TimeIntervalSpec {
  /** `Europe/Berlin`, `UTC`: without it, nobody would know when 9:00 is. */
  readonly timeZone: string;
  readonly times: readonly TimeRangeSpec[];
}

/** All that's named must be so; of several values, one of them. */
export interface TimeRangeSpec {
  /** `09:00`. */
  readonly from?: string;
  /** `17:00`, at most `24:00`. */
  readonly to?: string;
  /** `monday:friday`, `sunday`. */
  readonly weekdays?: readonly string[];
  /** `1:5`, `-3:-1` for the last three. */
  readonly daysOfMonth?: readonly string[];
  /** `december`, `1:3`. */
  readonly months?: readonly string[];
  /** `2026:2028`. */
  readonly years?: readonly string[];
}
