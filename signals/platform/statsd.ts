import { increaseOf } from "../expressions";
import type { Alert, RuleGroup } from "../rules";
import { undeclaredEvents } from "../statsd-mapping";

/** UDP loses without a word. These are the places where something is lost on the way from a worker to Prometheus. */

const target = { instance: "statsd-exporter:9102", job: "statsd-exporter" };
const own = 'instance="statsd-exporter:9102", job="statsd-exporter"';
const kernel = 'instance="statsd-exporter:9100", job="statsd-kernel"';
const up = { [`up{${own}}`]: "1x100" };

const lost = "Metrics of the workers are too low: alerts on failures may not fire, and ratios are wrong.";

const alerts: readonly Alert[] = [
  {
    name: "StatsdPacketsDropped",
    expr: "increase(statsd_exporter_udp_packet_drops_total[5m])",
    threshold: 0,
    severity: "critical",
    summary: "The statsd exporter drops packets",
    description: "Its own queue was full: {{ $value | humanize }} packets were dropped in the last 5 minutes.",
    runbook: {
      impact: lost,
      causes: ["More lines arrive than it can parse", "It has too little CPU"],
      steps: [
        "Look at lines a second and at its CPU on the dashboard of the stack.",
        "Raise --statsd.udp-packet-queue-size.",
        "Let the workers send several lines in a packet, or sample counters (@0.1).",
      ],
    },
    fires: {
      series: { [`statsd_exporter_udp_packet_drops_total{${own}}`]: "0x10 1x30" },
      firesAt: "11m",
      firesUntil: "14m",
      labels: target,
    },
    quiet: { series: { [`statsd_exporter_udp_packet_drops_total{${own}}`]: "5x60" } },
    quietWhen: {
      "the exporter restarts": { series: { [`statsd_exporter_udp_packet_drops_total{${own}}`]: "5x10 0x30" } },
    },
  },
  {
    name: "StatsdKernelDrops",
    // In this network there is the statsd exporter only. Receive buffer errors are among the InErrors; the rest are
    // bad checksums, which are lost as well.
    expr: 'increase(node_netstat_Udp_InErrors{job="statsd-kernel"}[5m])',
    threshold: 0,
    severity: "critical",
    summary: "The kernel drops StatsD packets",
    description:
      "The socket's buffer was full: {{ $value | humanize }} packets were lost in the last 5 minutes, and the exporter " +
      "doesn't know of them.",
    runbook: {
      impact: lost,
      causes: [
        "A burst of packets that is larger than the socket's buffer",
        "The host's net.core.rmem_max caps the buffer",
        "The exporter has too little CPU",
      ],
      steps: [
        "sysctl net.core.rmem_max on the host: 208 KiB is the usual default, 4 MiB is needed for 200,000 lines a second.",
        "Raise it, and --statsd.read-buffer with it.",
        "Let the workers send several lines in a packet.",
      ],
    },
    fires: {
      series: { [`node_netstat_Udp_InErrors{${kernel}}`]: "0x10 1x30" },
      firesAt: "11m",
      firesUntil: "14m",
      labels: { instance: "statsd-exporter:9100", job: "statsd-kernel" },
    },
    quiet: {
      series: {
        [`node_netstat_Udp_InErrors{${kernel}}`]: "7x60",
        // Of the whole host: somebody else's packets.
        'node_netstat_Udp_InErrors{instance="node-exporter:9100", job="node-exporter"}': "0+5x60",
      },
    },
  },
  {
    name: "StatsdEventsRejected",
    expr: increaseOf("statsd_exporter_sample_errors_total", "15m"),
    threshold: 0,
    severity: "warning",
    summary: "The statsd exporter can't use {{ $value }} of the lines that it got",
    description: "{{ $value }} lines of the last 15 minutes were malformed.",
    runbook: {
      impact: lost,
      causes: [
        "Something that isn't StatsD sends to the port",
        "A client library with another dialect",
        "A negative counter",
      ],
      steps: [
        "statsd_exporter_sample_errors_total has the reason as a label.",
        "Look at the packets: tcpdump -A udp port 9125.",
      ],
    },
    fires: {
      series: { ...up, [`statsd_exporter_sample_errors_total{${own}, reason="malformed_line"}`]: "_x20 1x60" },
      firesAt: "20m",
      firesUntil: "34m",
    },
    quiet: { series: { ...up, [`statsd_exporter_sample_errors_total{${own}, reason="malformed_line"}`]: "4x60" } },
    quietWhen: { "nothing was ever rejected": { series: up } },
  },
  {
    name: "StatsdUndeclaredMetrics",
    expr: increaseOf(undeclaredEvents, "15m"),
    threshold: 0,
    severity: "warning",
    summary: "Workers send StatsD metrics that nobody declared",
    description:
      "{{ $value }} events of the last 15 minutes have a name or type that isn't in the contract; they are dropped.",
    runbook: {
      impact: "What was meant to be measured isn't. Nothing else is affected.",
      causes: ["A release of the workers with a new or misspelt metric", "Another application sends here"],
      steps: [
        "Run the exporter with --log.level=debug, or tcpdump -A udp port 9125, to see the name.",
        "Declare the metric in the workload's metrics, and deploy.",
      ],
    },
    fires: {
      series: { ...up, [`statsd_exporter_events_actions_total{${own}, action="drop"}`]: "_x20 3x60" },
      firesAt: "20m",
      firesUntil: "34m",
    },
    quiet: {
      series: {
        ...up,
        [`statsd_exporter_events_actions_total{${own}, action="drop"}`]: "9x60",
        [`statsd_exporter_events_actions_total{${own}, action="map"}`]: "0+50x60",
      },
    },
  },
];

export const statsd: RuleGroup = { name: "sightline-statsd", dashboard: "sightline-stack", alerts };
