import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerOptions } from "./options";
import { passwordFile } from "./password-file";
import { viewerServer } from "./server";

/** Starts the server with what the container has; every fault of that is told at once. */
function main(): void {
  const faults: string[] = [];
  const text = (name: string): string => {
    const value = process.env[name] ?? "";
    if (value === "") faults.push(`${name} isn't set`);
    return value;
  };
  const secret = (name: string): string => {
    const file = text(name);
    if (file === "") return "";
    const value = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    if (value === "") faults.push(`${name}: ${file} isn't there, or is empty`);
    return value;
  };
  // Its faults are told with the others; it's there, then.
  const password = secret("ADMIN_PASSWORD_FILE") === "" ? () => "" : passwordFile(text("ADMIN_PASSWORD_FILE"));
  // Two settings that go together: neither, where Prometheus asks for no login.
  const asksForLogin = ["PROMETHEUS_USER", "PROMETHEUS_PASSWORD_FILE"].some((name) => process.env[name] !== undefined);
  const prometheusLogin = asksForLogin && {
    user: text("PROMETHEUS_USER"),
    password: secret("PROMETHEUS_PASSWORD_FILE") === "" ? () => "" : passwordFile(text("PROMETHEUS_PASSWORD_FILE")),
  };
  const options: ServerOptions = {
    password,
    secretKey: secret("SECRET_KEY_FILE"),
    prometheusUrl: text("PROMETHEUS_URL"),
    ...(prometheusLogin && { prometheusLogin }),
    rootUrl: text("ROOT_URL"),
    behindProxy: process.env["BEHIND_PROXY"] === "true",
    dashboards: text("DASHBOARDS"),
    assets: join(__dirname, "public"),
    scrapeIntervalSeconds: Number(text("SCRAPE_INTERVAL_SECONDS")),
    log: (line) => console.log(line),
  };
  for (const [name, url] of [
    ["PROMETHEUS_URL", options.prometheusUrl],
    ["ROOT_URL", options.rootUrl],
  ] as const) {
    if (url !== "" && !/^https?:\/\/[^/]+\/?$/.test(url))
      faults.push(`${name} is ${url}: http://host:port was expected`);
  }
  if (!(options.scrapeIntervalSeconds > 0)) faults.push("SCRAPE_INTERVAL_SECONDS isn't a number of seconds");
  if (faults.length > 0) {
    for (const fault of faults) console.error(fault);
    process.exit(1);
  }
  const server = viewerServer(options);
  const port = Number(process.env["PORT"] ?? 3000);
  server.listen(port, () => console.log(`listening on port ${port}; Prometheus at ${options.prometheusUrl}`));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      server.close();
      server.closeIdleConnections();
    });
  }
}

main();
