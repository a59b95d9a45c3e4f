import type { DashboardSpec, PanelSpec } from "../../dashboard";
import { bars, graph, stat } from "../../panels";
import { certificateLeft } from "../certificates";
import { probeDuration, probeShare } from "../probes";

const health: readonly PanelSpec[] = [
  stat("Probed", "short", "count(probe_success)", "URLs that are asked.", { decimals: 0 }),
  stat("Failing", "short", "count(probe_success == 0) or vector(0)", "URLs that don't answer as they should.", {
    decimals: 0,
    thresholds: [{ value: 1, severity: "critical" }],
  }),
  stat("Succeeded in the last hour", "percentunit", `min(${probeShare})`, "Of the URL that fails the most.", {
    alerts: ["ProbeUnreliable"],
  }),
  stat("Slowest", "s", `max(${probeDuration})`, "Time of a whole request, averaged over 5 minutes.", {
    alerts: ["ProbeSlow"],
  }),
  bars(
    "Status",
    "suffix: ",
    [{ expr: "max by (instance) (probe_http_status_code)", legend: "{{instance}}", instant: true }],
    "HTTP status of the last answer; 0 is none.",
    { height: 4 },
  ),
];

const errors: readonly PanelSpec[] = [
  graph(
    "Answers as it should",
    "bool_yes_no",
    [{ expr: "min by (instance) (probe_success)", legend: "{{instance}}" }],
    "Of each URL.",
    { alerts: ["ProbeFailed"], width: 12 },
  ),
  graph("Share that succeeded", "percentunit", [{ expr: probeShare, legend: "{{instance}}" }], "Of the last hour.", {
    alerts: ["ProbeUnreliable"],
    width: 12,
    max: 1,
  }),
];

const latency: readonly PanelSpec[] = [
  graph(
    "Time to answer",
    "s",
    [{ expr: probeDuration, legend: "{{instance}}" }],
    "Of a whole request, averaged over 5 minutes.",
    { alerts: ["ProbeSlow"], width: 12 },
  ),
  graph(
    "Time by phase",
    "s",
    [{ expr: "sum by (phase) (avg_over_time(probe_http_duration_seconds[$__rate_interval]))", legend: "{{phase}}" }],
    "resolve is DNS, processing is the time until the first byte. All URLs together.",
    { width: 12, stacked: true },
  ),
];

const certificates: readonly PanelSpec[] = [
  graph(
    "Certificates expire in",
    "s",
    [{ expr: certificateLeft, legend: "{{instance}}" }],
    "The first of each chain to expire.",
    { alerts: ["CertificateExpiresSoon", "CertificateExpiresVerySoon"], width: 12 },
  ),
  graph(
    "Old TLS",
    "bool_yes_no",
    [
      {
        expr: 'max by (instance) (probe_tls_version_info{version=~"SSL.*|TLS 1.0|TLS 1.1"}) or 0 * max by (instance) (probe_tls_version_info)',
        legend: "{{instance}}",
      },
    ],
    "Whether the server has agreed on a version before TLS 1.2.",
    { alerts: ["ProbeTlsOld"], width: 12 },
  ),
];

/** @param https whether one of the URLs has a certificate to look at. */
export function probesDashboard(https: boolean): DashboardSpec {
  return {
    uid: "sightline-probes",
    title: "Sightline: probes",
    description: "What somebody sees who asks from outside of the application, and how long its certificates last.",
    tags: ["sightline"],
    variables: [],
    rows: [
      { title: "Health", panels: health },
      { title: "Errors", panels: errors },
      { title: "Latency", panels: latency },
      ...(https ? [{ title: "Saturation: certificates", panels: certificates }] : []),
    ],
  };
}
