import * as pulumi from "@pulumi/pulumi";
import { Grafana } from "./components/grafana";
import { MonitoredApp } from "./components/monitored-app";
import { statsdPort } from "./components/statsd-exporter";
import { statsdBind } from "./config/access";
import { monitoredAppArgs } from "./config/arguments";
import { stackImages } from "./config/images";
import { storedPlainFaults } from "./config/plain-secrets";
import { makePlatform } from "./config/platform";
import { readSettings } from "./config/read";
import type { secretKeys } from "./config/schema";
import { UserError } from "./signals/errors";
import { stackSignals } from "./config/signals";
import { tlsTimeFaults } from "./config/tls-faults";

const stack = pulumi.getStack();
const name = `sightline-${stack}`;

/** Everything that a user can get wrong is found here, before any resource is registered. */
const { settings, workload, signals } = withoutStackTrace(() => {
  const raw = pulumi.runtime.allConfig();
  const { settings, workload } = readSettings(stack, raw, storedPlainFaults(stack, raw, pulumi.getRootDirectory()));
  // A command that evaluates this without an engine has asked for itself whether that matters.
  const expired = pulumi.runtime.getEngine() === undefined ? [] : tlsTimeFaults(settings);
  if (expired.length > 0) throw new UserError(expired);
  return { settings, workload, signals: stackSignals(settings, workload) };
});
const images = stackImages(settings);
const platform = makePlatform(stack, name, settings, workload, images);
const monitored = new MonitoredApp(name, monitoredAppArgs({ stack, settings, workload, signals, images, secret }), {
  platform,
});

export const applicationUrl = monitored.app.url;
/** One of the two, or neither: the viewer is deployed where Grafana's image can't be had. */
export const grafanaUrl = monitored.dashboards instanceof Grafana ? (monitored.dashboards.url ?? null) : null;
export const viewerUrl = monitored.dashboards instanceof Grafana ? null : monitored.dashboards.url;
export const dashboardUrls = monitored.dashboards.dashboardUrls;
export const prometheusUrl = monitored.prometheus.url;
export const alertmanagerUrl = monitored.alertmanager.url;
/** Null where no worker reports by StatsD. */
export const statsdAddress = monitored.statsd
  ? `${platform.udpAddress("statsd-exporter", statsdPort, settings.ports.statsd, statsdBind(settings))}/udp`
  : null;
/** Kubernetes only: what makes a URL on localhost work. */
export const portForwards = platform.portForwards ?? null;
export const grafanaAdminPassword = pulumi.secret(monitored.secrets.grafanaAdminPassword);
export const postgresPassword = pulumi.secret(monitored.secrets.postgresPassword);
export const redisPassword = pulumi.secret(monitored.secrets.redisPassword);
/** Of the user `sightline` at Prometheus and Alertmanager; null where nobody asks for it. */
export const webPassword = monitored.secrets.web ? pulumi.secret(monitored.secrets.web.password) : null;

function secret(key: (typeof secretKeys)[number]): pulumi.Output<string> | undefined {
  const value = settings[key];
  return typeof value === "string" ? pulumi.secret(value) : undefined;
}

function withoutStackTrace<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UserError ? new pulumi.RunError(error.message) : error;
  }
}
