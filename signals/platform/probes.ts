import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { level, probe } from "./proof";
import { probeFailed } from "./targets";

/** What the blackbox exporter sees when it asks as a user would. */

export const probeDuration = "avg_over_time(probe_duration_seconds[5m])";
export const probeShare = "avg_over_time(probe_success[1h])";

const of = (name: string) => selector(name, probe);

const alerts: readonly Alert[] = [
  probeFailed,
  level({
    name: "ProbeSlow",
    expr: probeDuration,
    threshold: 1,
    // What fails after the timeout of 5 s is ProbeFailed's to tell.
    guard: "min_over_time(probe_success[5m]) == 1",
    for: "10m",
    severity: "warning",
    team: "platform",
    summary: "{{ $labels.instance }} takes {{ $value | humanizeDuration }} to answer",
    description: "Asking {{ $labels.instance }} from within the stack has taken more than a second for 10 minutes.",
    runbook: {
      impact: "A health endpoint does next to nothing: if it is slow, everything is.",
      causes: ["All threads or connections are busy", "It asks a database that is slow", "Too little CPU"],
      queries: ["probe_http_duration_seconds"],
      steps: [
        "The phases on the dashboard say whether it is connecting or the answer itself.",
        "Look at the application's own latency and at its CPU.",
        "Add processes, or find what they wait for.",
      ],
    },
    series: (at) => ({ [of("probe_duration_seconds")]: at.gauge(), [of("probe_success")]: "1x90" }),
    window: 5,
    labels: probe,
    quietWhen: {
      "it failed just before": {
        series: { [of("probe_duration_seconds")]: "0.5x19 1.5x14 0.5x60", [of("probe_success")]: "1x14 0x7 1x70" },
        until: "60m",
      },
      "it fails": { series: { [of("probe_duration_seconds")]: "5x60", [of("probe_success")]: "0x60" } },
    },
  }),
  {
    name: "ProbeUnreliable",
    expr: probeShare,
    op: "<",
    threshold: 0.9,
    guard: "probe_success == 1",
    for: "15m",
    severity: "warning",
    team: "platform",
    summary: "{{ $labels.instance }} fails again and again",
    description:
      "Only {{ $value | humanizePercentage }} of the probes of the last hour succeeded; at the moment they do.",
    runbook: {
      impact: "Some users see errors, others don't.",
      causes: ["It restarts again and again", "One of several instances is broken", "It is overloaded at times"],
      steps: [
        "See whether its container restarts (ContainerRestarting).",
        "Compare the times of failure with its memory and CPU.",
        "Read the log from just before a failure.",
      ],
    },
    fires: { series: { [of("probe_success")]: "1x5 0x7 1x90" }, firesAt: "29m", firesUntil: "66m", labels: probe },
    quiet: { series: { [of("probe_success")]: "1x5 0x1 1x90" } },
    quietWhen: { "it fails now, and ProbeFailed tells": { series: { [of("probe_success")]: "1x5 0x90" } } },
  },
];

export const probes: RuleGroup = { name: "sightline-probes", dashboard: "sightline-probes", alerts };
