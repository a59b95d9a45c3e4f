import { table } from "./pages/markdown";
import type { RecordedService } from "./recorded-services";

/** How each service is confined, as a Markdown table, and the exceptions with their reasons. */
export function servicesTable(services: readonly RecordedService[]): string {
  const body = services.map(({ role, spec }) => [
    `\`${role}\``,
    userText(spec.confinement.user),
    (spec.confinement.readOnlyRoot ?? true) ? "read-only" : "**writable**",
    (spec.confinement.capabilities ?? []).map((name) => `**\`${name}\`**`).join(", ") || "none",
    mounts(spec).join(", ") || "none",
    ports(spec),
    `${spec.resources.memoryMiB} MiB, ${spec.resources.cpus}`,
  ]);
  const exceptions = services.flatMap(({ role, spec }) =>
    (spec.confinement.exceptions ?? []).map(({ what, why }) => [`\`${role}\``, what, why]),
  );
  return [
    table(
      ["service", "user", "root file system", "capabilities", "writable, and of the host", "on the host", "limits"],
      body,
    ),
    `${exceptions.length} exceptions from the strictest, and why:`,
    table(["service", "exception", "why"], exceptions),
  ].join("\n\n");
}

function userText(user: string): string {
  return user.startsWith("0:") ? `**\`${user}\`**` : `\`${user}\``;
}

function mounts(spec: RecordedService["spec"]): string[] {
  return [
    ...(spec.volumes ?? []).map(({ path }) => `volume \`${path}\``),
    ...(spec.scratch ?? []).map(({ path, sizeMiB }) => `\`${path}\` in memory (${sizeMiB} MiB)`),
    ...(spec.hostMounts ?? []).map(({ from }) => `**host \`${from}\`, read-only**`),
  ];
}

function ports({ ports = [] }: RecordedService["spec"]): string {
  const published = ports.filter(({ publish }) => publish !== undefined);
  return (
    published.map(({ publish, protocol }) => `${publish}${protocol === "udp" ? "/udp" : ""}`).join(", ") || "nothing"
  );
}
