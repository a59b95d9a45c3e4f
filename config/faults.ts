import { didYouMean } from "../signals/nearest";
import { addedFileFaults } from "./added-files";
import { alertmanagerPorts, messageTemplateFaults } from "./delivery";
import { ownJobs } from "./jobs";
import type { Settings } from "./schema";
import { rotationFaults } from "./schema-rotation";
import { tlsFaults } from "./tls-faults";

/** What no single value shows. Each fault names both values. */
export function crossFaults(settings: Settings): string[] {
  const faults: string[] = [];
  if (settings.app.image !== undefined && settings.app.build !== undefined) {
    faults.push(
      `sightline:app has an image (${settings.app.image}) and a build (${settings.app.build.context}); one was expected`,
    );
  }
  for (const key of ["postgres", "redis", "qdrant"] as const) {
    const { mode, host } = settings[key];
    if (mode === "external" && host === undefined)
      faults.push(`sightline:${key}.mode is "external", so ${key}.host was expected`);
    if (mode !== "external" && host !== undefined) {
      faults.push(`sightline:${key}.host is ${quote(host)}, but ${key}.mode is "${mode}"; "external" was expected`);
    }
  }
  if (settings.postgres.mode === "external" && settings.postgresPassword === undefined) {
    faults.push(`sightline:postgres.mode is "external", so postgresPassword was expected`);
  }
  const { username } = settings.prometheus.remoteWrite.find(({ username }) => username !== undefined) ?? {};
  if (username !== undefined && settings.remoteWritePassword === undefined) {
    faults.push(
      `sightline:prometheus.remoteWrite has the username ${quote(username)}, so remoteWritePassword was expected`,
    );
  }
  if (settings.access.login === "never" && settings.webPassword !== undefined) {
    faults.push(`sightline:webPassword is given, but access.login is "never", so nobody asks for it`);
  }
  const [url] = settings.exporters.probeUrls;
  if (!settings.exporters.probes && url !== undefined) {
    faults.push(`sightline:exporters.probeUrls has ${quote(url)}, but exporters.probes is false; true was expected`);
  }
  for (const { job } of settings.prometheus.outside.filter(({ job }) => ownJobs.has(job))) {
    faults.push(
      `sightline:prometheus.outside has a job ${quote(job)}, which the stack itself has; another name was expected`,
    );
  }
  const jobs = [...ownJobs, ...settings.prometheus.outside.map(({ job }) => job)];
  for (const job of Object.keys(settings.prometheus.jobIntervals).filter((job) => !jobs.includes(job))) {
    faults.push(`sightline:prometheus.jobIntervals.${job}: there is no such job${didYouMean(job, jobs)}`);
  }
  faults.push(
    ...addedFileFaults(settings),
    ...messageTemplateFaults(settings),
    ...rotationFaults(settings),
    ...tlsFaults(settings),
  );
  const { app, workers } = settings;
  if ((app.image || app.build) && workers.replicas > 0 && !workers.image && !workers.command) {
    faults.push(
      `sightline:app is your own image, so sightline:workers.command (or workers.image) was expected; for none, workers.replicas: 0`,
    );
  }
  if (!app.image && !app.build && (app.command || workers.image || workers.command)) {
    faults.push(
      `sightline:app has neither image nor build, so the demo runs, which takes no command or image of yours`,
    );
  }
  return [...faults, ...portFaults(settings)];
}

function portFaults(settings: Settings): string[] {
  const faults: string[] = [];
  const { statsd: _, alertmanager: __, ...others } = settings.ports; // StatsD is UDP: no clash with the others.
  const all = [...Object.entries(others).map(([name, port]) => [`ports.${name}`, port] as const)];
  const byPort = new Map<number, string>();
  for (const [name, port] of [...all, ...alertmanagerPorts(settings)]) {
    const other = byPort.get(port);
    if (other !== undefined) faults.push(`sightline:${other} and ${name} are both ${port}`);
    if (port > 65535) faults.push(`sightline:${name} is ${port}; 65535 at most was expected`);
    byPort.set(port, name);
  }
  return faults;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
