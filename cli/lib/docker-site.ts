import { readFileSync } from "node:fs";
import type { Evaluation } from "../translate/evaluate";
import { alertmanagerPorts } from "../../config/delivery";
import { UserError } from "../../signals/errors";
import { AlertmanagerApi } from "./alertmanager-api";
import { AlertmanagerGroup } from "./alertmanager-group";
import { containersOf } from "./docker-stack";
import { PrometheusApi } from "./prometheus-api";
import type { Asked, Finding, Site } from "./site";
import type { Stack } from "./stack";
import { unknownWebPassword, webHeaders, type Headers } from "./web-login";

/** A stack on a Docker engine: everything answers at the ports that it publishes. */
export class DockerSite implements Site {
  readonly running: Site["running"] = ["containers", () => this.containers()];
  readonly headers: Headers | undefined;

  constructor(
    private readonly stack: Stack,
    private readonly evaluation: Evaluation,
  ) {
    this.headers = webHeaders(stack, evaluation.outputs);
  }

  async prometheuses() {
    if (this.headers === undefined) throw new UserError(unknownWebPassword);
    return [{ api: new PrometheusApi(String(this.evaluation.outputs["prometheusUrl"]), this.headers) }];
  }

  async alertmanagers() {
    const { headers } = this;
    if (headers === undefined) throw new UserError(unknownWebPassword);
    const first = new URL(await this.url("alertmanager"));
    const ports = alertmanagerPorts(this.stack.settings);
    const urls = ports.map(([, port]) => `${first.protocol}//${first.hostname}:${port}`);
    return new AlertmanagerGroup(urls.map((url) => new AlertmanagerApi(url, headers)));
  }

  async url(role: Asked): Promise<string> {
    return String(this.evaluation.outputs[`${role}Url`]);
  }

  /** The kernel gives no socket more than this, whatever it asks for. Only this machine's can be read. */
  async statsdBuffer(): Promise<Finding> {
    const bytes = Number(readFileSync("/proc/sys/net/core/rmem_max", "utf8"));
    const warnings =
      bytes < 4_194_304 ? [`net.core.rmem_max is ${bytes}; StatsD bursts need 4194304 (docs/statsd.md)`] : [];
    return { found: `${bytes} bytes allowed`, faults: [], warnings };
  }

  end(): void {
    // Nothing was started.
  }

  private async containers(): Promise<Finding> {
    const wanted = this.evaluation.resources
      .filter(({ type, inputs }) => type === "docker:index/container:Container" && inputs["start"] !== false)
      .map(({ inputs }) => String(inputs["name"]));
    const there = new Map((await containersOf(this.stack.name)).map((container) => [container.name, container]));
    const faults = wanted.flatMap((name) => {
      const container = there.get(name);
      if (!container) return [`${name} isn't there`];
      if (container.state !== "running") return [`${name} is ${container.state}`];
      return container.health === "" || container.health === "healthy" ? [] : [`${name} is ${container.health}`];
    });
    return { found: `${wanted.length} running and healthy`, faults };
  }
}
