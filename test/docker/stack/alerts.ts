import { expect, it } from "vitest";
import { run } from "../../../cli/lib/shell";
import { quickGroupWait } from "../../lib/levels";
import { interval } from "../../lib/stack";
import type { Story } from "../stack.test";

/** What we may add to the delays that are configured. */
const ownSeconds = 5;

const gone = { alertname: "TargetDown", job: "redis-exporter" };

export function alertTests(story: () => Story): void {
  it("arrive within the configured delays and 5 s", async () => {
    const { stack, receiver } = story();
    // In its demo, a language model's call fails once a second then; the alert wants three.
    const untilTrue = 3;
    const configured = untilTrue + interval + interval + quickGroupWait;
    const since = Date.now();
    expect(await fault(story(), "PUT")).toMatchObject({ errors: true });
    const alert = await receiver.wait("firing", { alertname: "LlmApiErrorsHigh" }, since, configured + ownSeconds);
    const seconds = (alert.at - since) / 1000;
    console.log(`an alert arrived ${seconds.toFixed(1)} s after its cause began; configured are ${configured} s`);
    expect(alert.labels).toMatchObject({ severity: "warning", stack: stack.name, workload: "pharmacy-care-plan" });
    expect(alert.annotations["runbook_url"]).toMatch(/LlmApiErrorsHigh/i);
    expect(await fault(story(), "DELETE")).toMatchObject({ errors: false });
  });

  it("tell of a service that is gone, which verify names", async () => {
    const { stack, receiver } = story();
    const [since, container] = [Date.now(), `${stack.project}-redis-exporter`];
    await run("docker", ["stop", container]);
    const { code, errors, stdout } = await stack.run("verify");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAILED +containers/m);
    expect(errors).toContain(`containers: ${container} is exited`);
    expect(errors.join("\n")).toMatch(/targets: redis-exporter \(redis-exporter:9121\) is down/);
    await receiver.wait("firing", gone, since, 30);

    // The next `up` mends it, and touches nothing else; the chapters below go on while that is told.
    const { [container]: _, ...others } = await stack.started();
    await stack.up();
    expect(await stack.started()).toMatchObject(others);
  });
}

/** Alertmanager tells of a group again only after its interval of a minute, so other tests come in between. */
export function resolvedTests(story: () => Story): void {
  it("tell that it's back", async () => {
    await story().receiver.wait("resolved", gone, 0, 75);
  });
}

async function fault({ stack }: Story, method: "PUT" | "DELETE"): Promise<unknown> {
  const response = await fetch(`http://localhost:${stack.ports.app}/faults/errors`, { method });
  expect(response.status).toBe(200);
  return response.json();
}
