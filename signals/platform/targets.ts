import type { Alert, RuleGroup } from "../rules";
import { nodeDown } from "./node-down";

/** Is everything there that should be? */

const app = 'up{instance="app:8000", job="app"}';
const probe = 'probe_success{instance="http://app:8000/health", job="blackbox"}';

/**
 * @param jobs the `job` labels that the stack scrapes; at least one.
 * @param nodes whether targets say by `node` where they run, and each node has one of its own
 */
export function targets(jobs: readonly string[], nodes: boolean): RuleGroup {
  return {
    name: "sightline-targets",
    dashboard: "sightline-stack",
    alerts: [watchdog, down, vanished(jobs), ...(nodes ? [nodeDown] : [])],
  };
}

const watchdog: Alert = {
  name: "Watchdog",
  expr: "vector(1)",
  op: "==",
  threshold: 1,
  // Prometheus knows its Alertmanager 5 s after it started. What fires before is dropped, and sent again a minute later.
  for: "5s",
  severity: "info",
  summary: "Alerting works",
  description: "It fires always. Where it doesn't arrive, no other alert does either.",
  runbook: {
    impact: "None. When it is missing, you are not told of anything.",
    causes: ["It's meant to fire"],
    steps: [
      "Let something outside of the stack expect it (a dead man's switch).",
      "If it is missing: see whether Prometheus and Alertmanager run, and whether they reach each other.",
    ],
  },
  fires: { series: {}, firesAt: "1m" },
  quiet: "always fires",
};

const down: Alert = {
  name: "TargetDown",
  expr: "up",
  op: "==",
  threshold: 0,
  for: "1m",
  severity: "critical",
  summary: "{{ $labels.job }} can't be scraped",
  description: "{{ $labels.instance }} of job {{ $labels.job }} hasn't answered a scrape for a minute.",
  runbook: {
    impact: "Its metrics are missing, so alerts on them can't fire. If it is the application, users may be affected.",
    causes: [
      "It stopped, or restarts",
      "It is overloaded",
      "Its address or port changed",
      "It has more samples than its job may have (ScrapeSamplesNearLimit)",
    ],
    steps: [
      "Open Status, Target health in Prometheus: it tells the error.",
      "See whether the container runs and what it logged last.",
      "Ask its /metrics by hand from Prometheus' network.",
    ],
  },
  fires: { series: { [app]: "1x5 0x30" }, firesAt: "7m", labels: { instance: "app:8000", job: "app" } },
  quiet: { series: { [app]: "1x5 0 1x30" } },
  quietWhen: { "the target has vanished": { series: { [app]: "1x5 stale" } } },
};

/** 1 for each job without a target. */
export function vanishedJobs(jobs: readonly string[]): string {
  return jobs.map((job) => `absent(up{job="${job}"})`).join("\nor\n");
}

/** `up == 0` says nothing of a target that isn't scraped any more. */
function vanished(jobs: readonly string[]): Alert {
  const [first = "prometheus", ...others] = jobs;
  const up = (job: string) => `up{instance="${job}:80", job="${job}"}`;
  const present = Object.fromEntries(others.map((job) => [up(job), "1x60"]));
  return {
    name: "TargetVanished",
    expr: vanishedJobs([first, ...others]),
    op: "==",
    threshold: 1,
    // Longer than a scrape, so that a restart of Prometheus isn't told of.
    for: "2m",
    severity: "critical",
    summary: "Nothing of job {{ $labels.job }} is scraped any more",
    description: "Job {{ $labels.job }} has no target. This stack was deployed with one.",
    runbook: {
      impact: "Its metrics are missing, so alerts on them can't fire.",
      causes: ["The scrape configuration was changed by hand", "Service discovery doesn't find it any more"],
      steps: ["Open Status, Target health in Prometheus.", "Deploy the stack again: npm run up -- --stack <name>."],
    },
    fires: { series: { ...present, [up(first)]: "1x5 stale" }, firesAt: "8m", labels: { job: first } },
    quiet: { series: { ...present, [up(first)]: "1x60" } },
    quietWhen: { "it is down": { series: { ...present, [up(first)]: "0x60" } } },
    gaps: { "target gone": "fires" },
  };
}

export const probeFailed: Alert = {
  name: "ProbeFailed",
  expr: "probe_success",
  op: "==",
  threshold: 0,
  for: "1m",
  severity: "critical",
  summary: "{{ $labels.instance }} doesn't answer as it should",
  description: "Asking {{ $labels.instance }} from within the stack has failed for a minute.",
  runbook: {
    impact: "Users most likely can't reach it either.",
    causes: ["It is down or starting", "It answers with another status", "It takes longer than the probe waits"],
    steps: [
      "Ask the URL by hand and look at status and duration.",
      "The blackbox exporter shows what it saw: <its address>/probe?target=<URL>&debug=true.",
      "Read the log of what serves the URL.",
    ],
  },
  fires: {
    series: { [probe]: "1x5 0x30" },
    firesAt: "7m",
    labels: { instance: "http://app:8000/health", job: "blackbox" },
  },
  quiet: { series: { [probe]: "1x5 0 1x30" } },
};
