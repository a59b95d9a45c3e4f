import { configs, present, type ReceiverParts } from "./config-parts";
import type { ReceiverSpec, SmtpSpec } from "./receivers";

/** Mails of one group are a conversation for a day: what is over stands below what it's about. */
const threading = { enabled: true, thread_by_date: "daily" };

export function emailConfigs(spec: ReceiverSpec): object {
  return present({
    email_configs: configs(spec, "email", ({ to }) => ({
      to,
      headers: { Subject: '{{ template "sightline.title" . }}' },
      html: '{{ template "sightline.html" . }}',
      text: '{{ template "sightline.text" . }}',
      threading,
    })),
  });
}

/** The server that all mails go through. */
export function smtpGlobals(smtp: SmtpSpec, parts: ReceiverParts): object {
  const { host, port, from, tls, username, password, hello, ca } = smtp;
  parts.reachPort(port, "the mail server");
  return {
    smtp_smarthost: host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`,
    smtp_from: from,
    smtp_hello: hello ?? "localhost",
    smtp_require_tls: tls !== "none",
    // Said in any case: without it, port 465 alone would decide.
    smtp_force_implicit_tls: tls === "implicit",
    ...(username !== undefined && { smtp_auth_username: username }),
    ...(password !== undefined && { smtp_auth_password_file: parts.file("smtp.password", password) }),
    ...(ca !== undefined && { smtp_tls_config: { ca } }),
  };
}
