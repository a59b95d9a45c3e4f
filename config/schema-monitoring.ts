import { z } from "zod";
import { durationSeconds, unitSeconds } from "../signals/durations";
import { filePath, path } from "./values";

/** Prometheus writes blocks of two hours, and removes whole ones. */
function isRetention(text: string): boolean {
  // Units in this order, as Prometheus and its operator read them.
  const ordered = /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/.test(text);
  return ordered && durationSeconds(text) >= 2 * unitSeconds["h"]!;
}

/** What Prometheus may be told, and what is added to the workload's own rules and dashboards. */

export const prometheus = z.strictObject({
  retention: z
    .string()
    .refine(isRetention, "a duration of 2h or more, such as 15d or 200h")
    .default("15d")
    .describe("Samples are kept this long: `15d`, `200h`. Default `15d`."),
  retentionGiB: z
    .int()
    .min(1)
    .max(100_000)
    .default(10)
    .describe("Or until they fill this many GiB; leave a fifth of the volume free. Default 10."),
  scrapeIntervalSeconds: z.int().min(1).max(600).default(15).describe("Default 15."),
  jobIntervals: z
    .record(z.string(), z.int().min(1).max(3600))
    .default({})
    .describe("Other scrape intervals by job, in seconds: `{app: 30, app-business: 120}`. Default: none."),
  evaluationIntervalSeconds: z.int().min(1).max(600).default(15).describe("Default 15."),
  volumeGiB: z
    .int()
    .min(1)
    .max(125_000)
    .optional()
    .describe("Size of its volume, on Kubernetes. Default: `retentionGiB` and a quarter more."),
  outside: z
    .array(
      z.strictObject({
        job: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, "lower-case letters, digits and hyphens"),
        targets: z.array(z.string().regex(/^[^\s:/]+:\d+$/, "host:port")).min(1),
        path: path.default("/metrics"),
        scheme: z.enum(["http", "https"]).default("http"),
      }),
    )
    .default([])
    .describe("Hosts outside of the stack to scrape: job, targets (`host:port`), path, scheme. Default: none."),
  remoteWrite: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/, error: "an http:// or https:// URL" }),
        username: z.string().min(1).optional().describe("For basic authentication, with `remoteWritePassword`."),
      }),
    )
    .default([])
    .describe("Where every sample is sent as well: Thanos Receive, Mimir, any that takes remote write. Default: none."),
});

const price = z.strictObject({
  inputUsd: z.number().min(0),
  outputUsd: z.number().min(0),
  cachedInputUsd: z.number().min(0).optional(),
});

export const llm = z.strictObject({
  dailyBudgetUsd: z
    .number()
    .positive()
    .optional()
    .describe("US dollars a day; alerts tell when they are spent too soon. Default: what the workload says."),
  prices: z
    .record(z.string(), price)
    .default({})
    .describe(
      "US dollars per million tokens, by model: `inputUsd`, `outputUsd`, `cachedInputUsd`. Default: the price table.",
    ),
});

/** A file of one's own beside the workload; relative to the project. */
export const addedFile = z.strictObject({
  path: filePath.describe("From the project on."),
  allowUndeclared: z
    .union([z.boolean(), z.array(z.string().min(1))], "true, false or a list of metrics")
    .default(false)
    .describe("Metrics that nobody declared: `true` allows all, a list those. Default `false`."),
});
