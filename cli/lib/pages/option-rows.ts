import { readSettings } from "../../../config/read";
import { UserError } from "../../../signals/errors";
import type { Row } from "./platforms-table";

/** A value of each key that one of the targets refuses, as a stack file would have it. */
const values: Readonly<Record<string, readonly [key: string, value: unknown]>> = {
  "app.replicas": ["app", { replicas: 2 }],
  "app.verticalScaling": ["app", { verticalScaling: "Off" }],
  "workers.autoscaling": ["workers", { autoscaling: { maxReplicas: 3, cpuPercent: 80 } }],
  "workers.verticalScaling": ["workers", { verticalScaling: "Off" }],
  kubernetes: ["kubernetes", { size: "ha" }],
  dockerHost: ["dockerHost", "tcp://server.example:2376"],
  bindAddress: ["bindAddress", "192.0.2.1"],
};

/** Which target takes which option: both are asked. */
export function optionRows(): Row[] {
  return Object.entries(values).map(([name, [key, value]]) => {
    const taken = (target: string) => (takes({ target, [key]: value }) ? "yes" : "refused");
    const [docker, kubernetes] = [taken("docker"), taken("kubernetes")];
    return { kind: "option", name, docker, kubernetes, alike: docker === kubernetes };
  });
}

function takes(settings: Readonly<Record<string, unknown>>): boolean {
  const raw = Object.entries(settings).map(([key, value]) => [
    `sightline:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  try {
    readSettings("docs", Object.fromEntries(raw) as Record<string, string>);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
