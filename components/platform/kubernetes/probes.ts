import type { types } from "@pulumi/kubernetes";
import type { HealthSpec, HttpProbe, ServiceSpec } from "../platform";
import { literal } from "./literal";

type Container = types.input.core.v1.Container;
type Probes = Pick<Container, "startupProbe" | "readinessProbe" | "livenessProbe">;

/**
 * The probes that a service names, or those that its one health check makes.
 *
 * A service with data is never restarted for its health: a database that recovers after a crash answers nobody for as
 * long as it takes, and a restart would make it begin again.
 */
export function probes(spec: ServiceSpec): Probes {
  if (spec.probes) {
    const { startup, readiness, liveness } = spec.probes;
    return { startupProbe: asked(startup), readinessProbe: asked(readiness), livenessProbe: asked(liveness) };
  }
  if (!spec.health) return {};
  const check = handler(spec.health);
  const readinessProbe = { ...check, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
  if ((spec.volumes ?? []).length > 0) return { readinessProbe: { ...readinessProbe, periodSeconds: 5 } };
  return {
    startupProbe: { ...check, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 90 },
    readinessProbe,
    livenessProbe: { ...check, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
  };
}

function asked({ path, port, ...timing }: HttpProbe) {
  return { httpGet: { path, port }, ...timing };
}

function handler(health: HealthSpec) {
  return "http" in health ? { httpGet: health.http } : { exec: { command: health.command.map(literal) } };
}
