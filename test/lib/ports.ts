import { createServer } from "node:net";

/** The published ports of a stack, as `sightline:ports` names them. */
export interface StackPorts {
  readonly app: number;
  readonly grafana: number;
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly statsd: number;
}

/** Test runs side by side start at different places: workers of one run far apart, so that each has enough. */
let next = 18_000 + 2_000 * (Number(process.env["VITEST_POOL_ID"] ?? 0) % 5) + 20 * (process.pid % 80);

/** Ports that nobody listens on now, and that this process hasn't given away before. */
export async function freePorts(): Promise<StackPorts> {
  const found: number[] = [];
  for (; found.length < 5; next++) if (await isFree(next)) found.push(next);
  const [app, grafana, prometheus, alertmanager, statsd] = found as [number, number, number, number, number];
  return { app, grafana, prometheus, alertmanager, statsd };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
