import { beforeEach } from "vitest";
import { noAmtool } from "./amtool";
import { noPromtool } from "./promtool";

/** In a file of tests: skips each with the reason where there's no Docker. False: prepare nothing. */
export function needsDocker(): boolean {
  return unless(process.env["SIGHTLINE_NO_DOCKER"]);
}

/** The same where there's no Pulumi CLI, or no Docker for it to deploy to. */
export function needsPulumi(): boolean {
  return unless(process.env["SIGHTLINE_NO_DOCKER"] ?? process.env["SIGHTLINE_NO_PULUMI"]);
}

/** The same where Pulumi can't deploy to Kubernetes. */
export function needsPulumiKubernetes(): boolean {
  const { SIGHTLINE_NO_PULUMI: cli, SIGHTLINE_NO_PULUMI_KUBERNETES: provider } = process.env;
  return unless(process.env["SIGHTLINE_NO_DOCKER"] ?? process.env["SIGHTLINE_NO_KUBERNETES"] ?? cli ?? provider);
}

/** The same where there can't be a Kubernetes node. */
export function needsKubernetes(): boolean {
  return unless(process.env["SIGHTLINE_NO_DOCKER"] ?? process.env["SIGHTLINE_NO_KUBERNETES"]);
}

/** The same where there's no Chromium. */
export function needsBrowser(): boolean {
  return unless(process.env["SIGHTLINE_NO_BROWSER"]);
}

/** The same where there's no promtool. */
export function needsPromtool(): boolean {
  return unless(noPromtool);
}

/** The same where there's no amtool. */
export function needsAmtool(): boolean {
  return unless(noAmtool);
}

function unless(reason: string | undefined): boolean {
  beforeEach(({ skip }) => skip(reason !== undefined, reason));
  return reason === undefined;
}
