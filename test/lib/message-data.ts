/** What Alertmanager gives its templates, as `amtool template render` reads it. */

export interface SomeAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** How many seconds ago it began. Default 754: 12 minutes and a half. */
  readonly began?: number;
  /** How many seconds ago it ended. Default: it fires. */
  readonly ended?: number;
  readonly generatorURL?: string;
}

export function messageData(alerts: readonly SomeAlert[], groupLabels: Readonly<Record<string, string>> = {}): string {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  const firing = alerts.some(({ ended }) => ended === undefined);
  return JSON.stringify({
    receiver: "on-call",
    status: firing ? "firing" : "resolved",
    notification_reason: "",
    alerts: alerts.map(({ labels, annotations = {}, began = 754, ended, generatorURL = "" }, i) => ({
      status: ended === undefined ? "firing" : "resolved",
      labels,
      annotations,
      startsAt: ago(began),
      endsAt: ended === undefined ? "0001-01-01T00:00:00Z" : ago(ended),
      generatorURL,
      fingerprint: i.toString(16).padStart(16, "0"),
    })),
    groupLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations = {} }) => annotations)),
    externalURL: "https://alerts.example.org",
  });
}

function common(sets: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}] = sets;
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => sets.every((set) => set[name] === value)));
}
