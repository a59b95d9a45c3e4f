import { z } from "zod";
import { priorities } from "../signals/rules";
import { receiver, receiverName } from "./schema-receivers";
import { secretUrl, secretValue, standInUrl } from "./secret-value";
import { anyNumberOf, duration, filePath, oneOrMore } from "./values";

/** How alerts reach people; the types of `signals/delivery` are what comes out. */

const labelName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a label's name: letters, digits and _");
const intervalName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,60}$/, "the name of a time interval: letters, digits, spaces, _ and -");
const intervals = oneOrMore(intervalName).optional();

/** Which there are is known with the alerts: those of one's own rule files may have others. */
const labelText = z.string().min(1);

const match = z.strictObject({
  severity: oneOrMore(labelText)
    .optional()
    .describe("`critical`, `warning`, `info`, or what an alert of `ruleFiles` has. Default: any."),
  priority: oneOrMore(z.enum(priorities)).optional().describe("Default: any."),
  team: oneOrMore(labelText)
    .optional()
    .describe("`platform`, `ai`, `infrastructure`, `business`, or what an alert of `ruleFiles` has. Default: any."),
  alertname: oneOrMore(labelText).optional().describe("Names of alerts. Default: any."),
  labels: z.record(labelName, oneOrMore(z.string())).optional().describe("Any other labels: `{workload: shop}`."),
});

const route = z.strictObject({
  match: match
    .optional()
    .describe("All that's named must be so; of several values, one of them. Default: every alert that comes here."),
  receivers: anyNumberOf(receiverName)
    .optional()
    .describe("Names of `receivers`. Each is told; with `[]` nobody is. Default: those of the route around it."),
  continue: z.boolean().optional().describe("Whether the routes after it are asked as well. Default false."),
  mutedIn: intervals.describe("Names of `timeIntervals` in which nothing is sent. Default: none."),
  activeIn: intervals.describe("Names of `timeIntervals` outside of which nothing is sent. Default: always."),
  get routes(): z.ZodOptional<z.ZodArray<typeof route>> {
    return z.array(route).optional().describe("Asked first; what none of them takes goes to `receivers`.");
  },
});

export const routes = z
  .array(route)
  .default([])
  .describe(
    "Who is told of which alerts: the first that matches takes an alert, unless it says `continue`. Default: all go to `defaultReceivers`.",
  );

export const defaultReceivers = z
  .array(receiverName)
  .default([])
  .describe("Who is told of what no route takes. Default: the only receiver there is, or else nobody.");

const level = z.strictObject({
  groupBy: z
    .array(labelName)
    .min(1)
    .optional()
    .describe("Alerts that have these labels in common are one message. Default: the level's own."),
  groupWait: duration
    .optional()
    .describe("Waited for more of a group before its first message. Default: the level's own."),
  groupInterval: duration
    .optional()
    .describe("Between messages of a group that has changed. Default: the level's own."),
  repeatInterval: duration
    .optional()
    .describe("Until a message is sent again, when nothing has changed. Default: the level's own."),
  mutedIn: intervals.describe("Names of `timeIntervals` in which nothing is sent. Default: none."),
  activeIn: intervals.describe("Names of `timeIntervals` outside of which nothing is sent. Default: always."),
});

export const levels = z
  .partialRecord(z.enum(priorities), level)
  .default({})
  .describe("How alerts of the levels P0 to P3 are told. Default: as docs/delivery.md says.");

const day = "(sunday|monday|tuesday|wednesday|thursday|friday|saturday)";
const clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "a time of the day, from 00:00 to 24:00, in quotes");
const range = (pattern: string, what: string) => oneOrMore(z.string().regex(new RegExp(`^${pattern}$`), what));

const timeRange = z
  .strictObject({
    from: clock.optional().describe("`09:00`."),
    to: clock.optional().describe("`17:00`, at most `24:00`."),
    weekdays: range(`${day}(:${day})?`, "a weekday such as sunday, or monday:friday")
      .optional()
      .describe("`monday:friday`, `sunday`."),
    daysOfMonth: range("-?\\d{1,2}(:-?\\d{1,2})?", "a day such as 1 or -1, or a range such as 1:5, in quotes")
      .optional()
      .describe("`1:5`; `-3:-1` are the last three."),
    months: range("([a-z]+|\\d{1,2})(:([a-z]+|\\d{1,2}))?", "a month such as december, or 1:3")
      .optional()
      .describe("`december`, `1:3`."),
    years: range("\\d{4}(:\\d{4})?", "a year such as 2026, or 2026:2028, in quotes")
      .optional()
      .describe("`2026:2028`."),
  })
  .refine(
    (named) => Object.keys(named).length > 0,
    "at least one of from, to, weekdays, daysOfMonth, months and years",
  );

const noZone = "a time zone was expected, such as Europe/Berlin or UTC: without it, nobody knows when 9:00 is";

const timeInterval = z.strictObject({
  timeZone: z.string(noZone).min(1, noZone).describe("`Europe/Berlin`, `UTC`."),
  times: z.array(timeRange).min(1).describe("One of them is enough; all that one names must be so."),
});

export const timeIntervals = z
  .record(intervalName, timeInterval)
  .default({})
  .describe("Times of the week or year that routes and levels name: business hours, holidays. Default: none.");

export const heartbeat = z
  .strictObject({
    url: secretValue(secretUrl, standInUrl).describe("Is asked by POST, with an alert that always fires."),
    intervalSeconds: z.int().min(10).max(86_400).default(60).describe("Seconds between beats. Default 60."),
  })
  .optional()
  .describe("A service outside that tells people when it hears nothing more of this stack. Default: none.");

export const messageTemplates = z
  .array(filePath.regex(/\.tmpl$/, "the path of a .tmpl file"))
  .default([])
  .describe("Go templates of your own, from the project on: what they define replaces Sightline's. Default: none.");

export const alertmanager = z.strictObject({
  replicas: z
    .int()
    .min(1)
    .max(9)
    .optional()
    .describe(
      "So many, which agree on who sends. On Docker they are published at `ports.alertmanager` and those after it. Default: 1, and 3 with `kubernetes.size` `ha`.",
    ),
});

export const alertWebhookUrl = secretValue(secretUrl, standInUrl)
  .optional()
  .describe("Secret. Every alert is posted here, in Alertmanager's webhook format, whatever the routes say.");

export const receivers = z
  .record(receiverName, receiver)
  .default({})
  .describe("Who can be told of alerts, by a name of yours, and how. Default: nobody.");
