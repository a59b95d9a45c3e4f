import { didYouMean } from "../../nearest";
import type { Delivery } from "../delivery";
import { addressFaults, caFaults, integerFaults, secretFaults, urlFaults } from "./faults-values";
import { otherFaults } from "./faults-other";
import { wayFaults } from "./faults-ways";
import { reservedReceivers } from "./config";
import { integrations, type ReceiverSpec, type SmtpSpec } from "./receivers";

/** All that is wrong with who is told of alerts, one line each, none of which has a secret in it. */
export function receiverFaults({ receivers, smtp, webhookUrl, heartbeat }: Delivery): string[] {
  return [
    ...Object.entries(receivers).flatMap(([name, spec]) => oneFaults(name, spec)),
    ...mailFaults(receivers, smtp),
    ...(smtp ? smtpFaults(smtp) : []),
    ...(webhookUrl ? urlFaults("sightline:alertWebhookUrl", webhookUrl) : []),
    ...(heartbeat ? urlFaults("sightline:heartbeat.url", heartbeat.url) : []),
  ];
}

function oneFaults(name: string, spec: ReceiverSpec): string[] {
  const at = `sightline:receivers.${name}`;
  const ways = integrations.filter((integration) => (spec[integration]?.length ?? 0) > 0);
  return [
    ...nameFaults(name, at),
    ...(ways.length > 0 ? [] : [`${at}: it has no way to tell anybody; give it one of ${integrations.join(", ")}`]),
    ...wayFaults(spec, at),
    ...(spec.other ?? []).flatMap((way, i) => otherFaults(way, `${at}.other.${i}`)),
  ];
}

/** The name becomes part of a file's name, and of the key of a Kubernetes secret. */
function nameFaults(name: string, at: string): string[] {
  if (reservedReceivers.includes(name)) {
    return [`${at}: the name "${name}" is taken by Sightline's own receiver; call it something else`];
  }
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name)) return [];
  return [`${at}: a receiver's name has letters, digits, "-" and "_" only, begins with no sign, and has at most 63`];
}

function mailFaults(receivers: Delivery["receivers"], smtp: SmtpSpec | undefined): string[] {
  if (smtp !== undefined) return [];
  return Object.entries(receivers).flatMap(([name, { email = [] }]) =>
    email.length === 0
      ? []
      : [`sightline:receivers.${name}.email: there is no mail server to send through; give sightline:smtp`],
  );
}

function smtpFaults({ host, port, from, tls, username, password, ca }: SmtpSpec): string[] {
  const at = "sightline:smtp";
  const faults = [
    ...addressFaults(`${at}.from`, from, "one"),
    ...integerFaults(`${at}.port`, port, 1, 65_535),
    ...caFaults(`${at}.ca`, ca),
    ...(password ? secretFaults(`${at}.password`, password) : []),
  ];
  if (host.trim() === "" || /[/\s]|:\d+$/.test(host.replace(/^[\da-fA-F]*:[\da-fA-F:]+$/, ""))) {
    faults.push(`${at}.host: "${host}" is not the name of a host; its port stands in sightline:smtp.port`);
  }
  if (username !== undefined && password === undefined) {
    faults.push(`${at}.password: it's missing, though there is a username`);
  }
  if (username === undefined && password !== undefined) {
    faults.push(`${at}.username: it's missing, though there is a password`);
  }
  const ways = ["starttls", "implicit", "none"];
  if (!ways.includes(tls)) {
    faults.push(`${at}.tls: "${String(tls)}" is none of ${ways.join(", ")}${didYouMean(String(tls), ways)}`);
  }
  if (tls === "none" && username !== undefined && !["localhost", "127.0.0.1", "::1"].includes(host)) {
    faults.push(`${at}.tls: without TLS the password would go to ${host} in clear; use starttls or implicit`);
  }
  return faults;
}
