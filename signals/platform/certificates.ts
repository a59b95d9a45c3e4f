import { selector } from "../proofs";
import type { Alert, RuleGroup } from "../rules";
import { level, state } from "./proof";

/** What a probe of an `https` URL sees of its certificate. Without such a URL there is nothing to watch. */

const DAY = 86_400;
const site = { instance: "https://shop.example.org/", job: "blackbox" };

const of = (name: string, labels: Readonly<Record<string, string>> = {}) => selector(name, { ...site, ...labels });

/** Values of a certificate that has so long to live, at each of 60 minutes; time begins at 0. */
const left = (level: (of?: (seconds: number) => number) => string) => level((seconds) => seconds + 1800);

export const certificateLeft = "probe_ssl_earliest_cert_expiry - time()";

const steps = [
  "openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -dates -issuer shows it.",
  "Read the log of what renews it (certbot, cert-manager, the load balancer).",
  "Renew it by hand, and reload the server: many only read it when they start.",
];

const alerts: readonly Alert[] = [
  level({
    name: "CertificateExpiresSoon",
    expr: certificateLeft,
    op: "<",
    threshold: 21 * DAY,
    guard: `probe_ssl_earliest_cert_expiry - time() >= ${7 * DAY}`,
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}",
    description: "What renews it usually does so 30 days before; it should have been renewed by now.",
    runbook: {
      impact: "None yet.",
      causes: ["The renewal fails", "It is renewed, but the server hasn't read it", "Nobody renews it"],
      steps,
    },
    series: (at) => ({ [of("probe_ssl_earliest_cert_expiry")]: left(at.gauge) }),
    labels: site,
    quietWhen: {
      "the other alert tells": { series: { [of("probe_ssl_earliest_cert_expiry")]: `${6 * DAY}x120` } },
    },
  }),
  level({
    name: "CertificateExpiresVerySoon",
    expr: certificateLeft,
    op: "<",
    threshold: 7 * DAY,
    for: "1h",
    severity: "critical",
    team: "infrastructure",
    summary: "The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}",
    description: "Less than 7 days are left, and it hasn't been renewed.",
    runbook: {
      impact: "When it expires, browsers and clients refuse to connect: for users the site is down.",
      causes: ["The renewal fails", "It is renewed, but the server hasn't read it", "Nobody renews it"],
      steps,
    },
    series: (at) => ({ [of("probe_ssl_earliest_cert_expiry")]: left(at.gauge) }),
    labels: site,
  }),
  state({
    name: "ProbeTlsOld",
    expr: 'probe_tls_version_info{version=~"SSL.*|TLS 1.0|TLS 1.1"}',
    op: "==",
    threshold: 1,
    for: "1h",
    severity: "warning",
    team: "infrastructure",
    priority: "P3",
    summary: "{{ $labels.instance }} speaks {{ $labels.version }}",
    description: "{{ $labels.instance }} has agreed with the probe on {{ $labels.version }}, which is no longer safe.",
    runbook: {
      impact: "Modern browsers and clients refuse to connect.",
      causes: ["A very old server or load balancer", "A configuration that was made for old clients"],
      steps: ["Switch TLS 1.2 and 1.3 on, and older ones off, in the server's configuration."],
    },
    series: (values) => ({ [of("probe_tls_version_info", { version: "TLS 1.1" })]: values }),
    labels: { ...site, version: "TLS 1.1" },
    bad: 1,
    good: 0,
    quietWhen: {
      "it is modern": { series: { [of("probe_tls_version_info", { version: "TLS 1.3" })]: "1x120" } },
    },
  }),
];

export const certificates: RuleGroup = { name: "sightline-certificates", dashboard: "sightline-probes", alerts };
