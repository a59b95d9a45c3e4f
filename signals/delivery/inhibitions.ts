/** Which alerts aren't told while another fires, since whoever is told of that one knows. */
export interface Inhibition {
  /** Alertmanager logs it. */
  readonly name: string;
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  /** Labels that both have alike. One that's missing in both is alike too. */
  readonly equal: readonly string[];
}

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

const consequences: readonly Inhibition[] = [
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

/**
 * - What is critical over the warning of the same name, of the same subject: the same instance, queue, disk, tenant. One
 *   instance alone doesn't say so: what all workers report comes from one exporter.
 * - A program's own alert that it's down, of priority P0, over TargetDown of its job, the application's also over that of
 *   its second job (`app-business`) and over the probe of its health. One of an instance only over that of the instance.
 * - A node over what ran on it: on Kubernetes a target says by the label `node` where it runs. On Docker there's one
 *   machine: when it is gone so is Alertmanager, and only the heartbeat tells. That a node exporter can't be scraped means
 *   no more than that.
 * - The faster burning of a budget over the slower.
 *
 * Watchdog takes no part in it.
 *
 * @param subjects the labels by which the stack's alerts of one name are told apart (`subject-labels.ts`)
 */
export function inhibitions(subjects: readonly string[]): Inhibition[] {
  return [
    {
      name: "critical over warning, of the same subject",
      source_matchers: [critical],
      target_matchers: ['severity=~"warning|info"'],
      equal: [...new Set(["alertname", "instance", "stack", ...subjects])],
    },
    ...consequences,
  ];
}
