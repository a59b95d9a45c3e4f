import { UserError } from "../../signals/errors";
import type { AlertmanagerApi, PostedAlert, Sent } from "./alertmanager-api";

/** All Alertmanagers of a stack. One that goes on is enough: of the others it's known what was wrong. */
export class AlertmanagerGroup {
  private readonly first = new Map<AlertmanagerApi, readonly Sent[]>();
  private readonly last = new Map<AlertmanagerApi, readonly Sent[]>();
  private readonly wrong = new Map<AlertmanagerApi, string>();

  /** @param unreachable what is wrong with those that can't even be asked, one each */
  constructor(
    private readonly all: readonly AlertmanagerApi[],
    private readonly unreachable: readonly string[] = [],
  ) {}

  /** What was wrong with those that haven't answered, one each. */
  get silent(): readonly string[] {
    return [...this.unreachable, ...this.wrong.values()];
  }

  /** @throws UserError if none takes them */
  async post(alerts: readonly PostedAlert[]): Promise<void> {
    await this.each((api) => api.post(alerts));
  }

  /**
   * What each has sent is counted from the first time that it's asked. One that doesn't answer has sent what it said last.
   *
   * @throws UserError if none answers
   */
  async count(): Promise<void> {
    await this.each(async (api) => {
      const sent = await api.sent();
      if (!this.first.has(api)) this.first.set(api, sent);
      this.last.set(api, sent);
    });
  }

  /** How many messages a receiver was sent since they are counted. */
  sent(receiver: string, integration: string, what: "answered" | "failed"): number {
    const sum = (counts: ReadonlyMap<AlertmanagerApi, readonly Sent[]>) =>
      [...counts.values()]
        .flat()
        .filter((one) => one.receiver === receiver && one.integration === integration)
        .reduce((all, one) => all + one[what], 0);
    return sum(this.last) - sum(this.first);
  }

  private async each(ask: (api: AlertmanagerApi) => Promise<void>): Promise<void> {
    const outcomes = await Promise.allSettled(this.all.map(ask));
    const faults = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : undefined) as unknown);
    faults.forEach((fault, index) => {
      if (fault !== undefined && !(fault instanceof UserError)) throw fault;
      if (fault !== undefined) this.wrong.set(this.all[index]!, fault.message);
    });
    if (faults.every((fault) => fault !== undefined)) throw new UserError(this.silent);
  }
}
