/** Which alerts aren't told while another fires, since whoever is told of that one knows. */
export interface Inhibition {
  /** Alertmanager logs it. */
  readonly name: string;
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  /** Labels that both have alike. One that's missing in both is alike too, so each rule asks for those that it means. */
  readonly equal: readonly string[];
}

/** What tells the alerts of one name apart. A test looks that no alert has another. */
export const subjectLabels: readonly string[] = [
  "cache_type",
  "container",
  "datname",
  "device",
  "integration",
  "job",
  "metric",
  "model",
  "name",
  "namespace",
  "node",
  "operation",
  "pod",
  "provider",
  "queue",
  "receiver_name",
  "relname",
  "remote_name",
  "rule_group",
  "schemaname",
  "slo",
  "slot_name",
  "tenant_id",
  "url",
  "version",
  "worker",
];

/** Alerts that say of a node of a cluster that it's gone: ours, and the usual names of one's own. */
const nodeDown = "(Kube)?Node(Down|NotReady|Unreachable)|HostDown";
/** An alert that's only for information, or that somebody has made so, mutes nothing that's critical. */
const critical = 'severity="critical"';
/** That an instance of a program is down: PostgresDown, RedisDown. */
const instanceDown = ['alertname=~".+Down"', 'alertname!="TargetDown"', critical, 'job!=""', 'instance!=""'];
/**
 * That all of a program is down: LoomDown, ServiceDown, SmartTgDown. Without an instance, the name doesn't say whether
 * it's all of them or one of several; the priority does, which is P0 only where nothing works any more.
 */
const programDown = [...instanceDown.slice(0, 3), 'priority="P0"', 'job!=""', 'instance=""'];
const applicationDown = [...programDown, 'job="app"'];
const notScraped = 'alertname=~"TargetDown|TargetVanished"';

/**
 * - What is critical over the warning of the same name: with an instance, of the same one; without, of the same subject.
 * - A program's own alert that it's down, of priority P0, over TargetDown of its job, the application's also over that of
 *   its second job (`app-business`) and over the probe of its health. One of an instance only over that of the instance.
 * - A node over what ran on it: on Kubernetes a target says by the label `node` where it runs. On Docker there's one
 *   machine: when it is gone so is Alertmanager, and only the heartbeat tells. That a node exporter can't be scraped means
 *   no more than that.
 * - The faster burning of a budget over the slower.
 *
 * Watchdog takes no part in it.
 */
export const inhibitions: readonly Inhibition[] = [
  {
    name: "critical over warning, of one instance",
    source_matchers: ['severity="critical"', 'instance!=""'],
    target_matchers: ['severity=~"warning|info"', 'instance!=""'],
    equal: ["alertname", "instance", "stack"],
  },
  {
    name: "critical over warning, without an instance",
    source_matchers: ['severity="critical"', 'instance=""'],
    target_matchers: ['severity=~"warning|info"', 'instance=""'],
    equal: ["alertname", "stack", ...subjectLabels],
  },
  {
    name: "a program is down, so its job isn't scraped",
    source_matchers: programDown,
    target_matchers: [notScraped, 'job!=""'],
    equal: ["job", "stack"],
  },
  {
    name: "an instance is down, so it isn't scraped",
    source_matchers: instanceDown,
    target_matchers: [notScraped, 'job!=""', 'instance!=""'],
    equal: ["instance", "job", "stack"],
  },
  {
    name: "the application is down, so its probe fails",
    source_matchers: applicationDown,
    target_matchers: ['alertname="ProbeFailed"', 'instance=~"http://app:.*"'],
    equal: ["stack"],
  },
  {
    name: "the application is down, so its second job isn't scraped",
    source_matchers: applicationDown,
    target_matchers: [notScraped, 'job="app-business"'],
    equal: ["stack"],
  },
  {
    name: "the application isn't scraped, nor is its second job",
    source_matchers: [notScraped, critical, 'job="app"'],
    target_matchers: [notScraped, 'job="app-business"'],
    equal: ["alertname", "instance", "stack"],
  },
  {
    name: "a node is down, and with it what ran there",
    source_matchers: [`alertname=~"${nodeDown}"`, critical, 'node!=""'],
    target_matchers: [`alertname!~"${nodeDown}|Watchdog"`, 'node!=""'],
    equal: ["node", "stack"],
  },
  {
    name: "a budget burns fast, and so steadily too",
    source_matchers: ['alertname=~".+BurnsFast"', critical, 'slo!=""'],
    target_matchers: ['alertname=~".+Burns(Steadily|Slowly)"', 'slo!=""'],
    equal: ["slo", "stack"],
  },
];
