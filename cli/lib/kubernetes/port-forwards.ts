import { spawn, type ChildProcess } from "node:child_process";
import { UserError } from "../../../signals/errors";
import { lastLines } from "../shell";
import type { Kubectl } from "./kubectl";

interface Forward {
  readonly child: ChildProcess;
  readonly url: Promise<string>;
}

/** How long the cluster gets to open a way to a pod. */
const patience = 15_000;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ways to services and pods from ports of this machine that nobody else has, for as long as somebody asks. */
export class PortForwards {
  private readonly open = new Map<string, Forward>();
  /** A process that ends by itself leaves none behind. */
  private readonly onExit = () => this.end();
  /** Nor one that is told to end, which then does. */
  private readonly onSignal = (signal: NodeJS.Signals) => {
    this.end();
    process.kill(process.pid, signal);
  };

  constructor(
    private readonly kubectl: Kubectl,
    private readonly namespace: string,
  ) {
    process.once("exit", this.onExit);
    for (const signal of signals) process.once(signal, this.onSignal);
  }

  /** @param target `service/grafana` or `pod/prometheus-prometheus-0`. A way whose pod has gone is opened anew. */
  async url(target: string, port: number): Promise<string> {
    const key = `${target}:${port}`;
    const known = this.open.get(key);
    if (known && known.child.exitCode === null && known.child.signalCode === null) return known.url;
    const forward = this.start(target, port);
    this.open.set(key, forward);
    return forward.url;
  }

  end(): void {
    process.off("exit", this.onExit);
    for (const signal of signals) process.off(signal, this.onSignal);
    for (const { child } of this.open.values()) child.kill("SIGKILL");
    this.open.clear();
  }

  private start(target: string, port: number): Forward {
    const args = ["port-forward", "--namespace", this.namespace, "--address", "127.0.0.1", target, `:${port}`];
    const [program, all] = this.kubectl.command(args);
    const child = spawn(program, all, { stdio: ["ignore", "pipe", "pipe"] });
    const url = new Promise<string>((resolve, reject) => {
      let said = "";
      const fail = (why: string) => reject(new UserError(`${target} can't be reached: ${why}`));
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        fail("no port-forward within 15 s");
      }, patience);
      child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const local = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(text)?.[1];
        if (local === undefined) return;
        clearTimeout(timer);
        resolve(`http://127.0.0.1:${local}`);
      });
      child.on("error", (error) => fail(error.message));
      child.on("close", () => {
        clearTimeout(timer);
        fail(lastLines(said, 1) || "kubectl port-forward ended");
      });
    });
    // Whoever waits for it is told; that nobody does is no defect.
    url.catch(() => undefined);
    return { child, url };
  }
}
