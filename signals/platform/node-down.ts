import { selector } from "../proofs";
import { businessJob } from "../scrape-jobs";
import type { Alert, InputSeries } from "../rules";

/** Is a node of the cluster gone? Only there do targets say by the label `node` where they run. */

const of = (job: string, node: string) => selector("up", { instance: `${node}-${job}:80`, job, node });

/** What runs on a node, and its kubelet and exporter. */
const ups = (node: string, { app, kubelet, exporter }: Readonly<Record<"app" | "kubelet" | "exporter", string>>) => ({
  [of("app", node)]: app,
  [of("cadvisor", node)]: kubelet,
  [of("node-exporter", node)]: exporter,
});
const there = (node: string): InputSeries => ups(node, { app: "1x60", kubelet: "1x60", exporter: "1x60" });

/**
 * It mutes what ran there, so it must be right, and in time. Right: nothing at all of the node answers, so it isn't a
 * firewall before the nodes' own ports. In time: TargetDown holds for a minute; scraped every 15 s, as is usual, a node's
 * last target is seen to be gone at most 25 s after its first. The second scrape of the application is a minute's, and
 * says nothing that the first doesn't.
 */
export const nodeDown: Alert = {
  name: "NodeDown",
  expr: `max by (node) (up{job!="${businessJob}", node!=""})`,
  op: "==",
  threshold: 0,
  guard: 'on (node) up{job=~"cadvisor|node-exporter"}',
  for: "30s",
  severity: "critical",
  team: "infrastructure",
  summary: "Nothing on node {{ $labels.node }} answers any more",
  description:
    "Neither the kubelet or the node exporter of {{ $labels.node }} nor anything else of the stack there has answered a scrape for 30 seconds.",
  runbook: {
    impact:
      "What ran there is gone until Kubernetes starts it elsewhere, after five minutes; what has a volume, perhaps not at all.",
    causes: [
      "The machine stopped, or restarts",
      "Its network is cut off",
      "Prometheus can't reach it: a network policy, a firewall",
      "Nothing else of the stack runs there, and its node exporter is down",
    ],
    queries: ["up == 0"],
    steps: [
      "kubectl get node shows whether the cluster has lost it as well.",
      "If it's Ready, look for what keeps Prometheus from it: up of the other nodes, network policies.",
      "Start the machine again; kubectl get pods -o wide shows what still waits for it.",
      "If it won't come back: kubectl delete node lets pods with volumes start elsewhere.",
    ],
  },
  fires: {
    series: {
      ...there("n2"),
      [of(businessJob, "n1")]: "1x15 0x60",
      ...ups("n1", { app: "1x5 0x60", kubelet: "1x6 0x60", exporter: "1x7 0x60" }),
    },
    interval: "15s",
    firesAt: "150s",
    labels: { node: "n1" },
  },
  quiet: { series: there("n1"), interval: "15s" },
  quietWhen: {
    "its own ports can't be reached, but its pods": {
      series: ups("n1", { app: "1x60", kubelet: "1x5 0x60", exporter: "1x5 0x60" }),
      interval: "15s",
    },
    "two scrapes fail": {
      series: ups("n1", { app: "1x5 0 0 1x60", kubelet: "1x5 0 0 1x60", exporter: "1x5 0 0 1x60" }),
      interval: "15s",
    },
    "a pod is down that's alone there, of a node with neither": { series: { [of("app", "n1")]: "0x60" } },
    "everything is down where nobody says on which node": {
      series: { 'up{instance="app:8000", job="app"}': "0x60", 'up{instance="cadvisor:8080", job="cadvisor"}': "0x60" },
    },
  },
};
