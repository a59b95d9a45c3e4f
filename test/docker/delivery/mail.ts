import { expect, it } from "vitest";
import type { SmtpSpec } from "../../../signals/delivery/receivers/receivers";
import { noDelivery } from "../../../signals/delivery/delivery";
import { waitUntil } from "../../../cli/lib/shell";
import { TestAlertmanager } from "../../lib/delivery/alertmanager";
import { selfMade } from "../../lib/delivery/certificates";
import { alertOf, levelsWith } from "../../lib/delivery/scene";
import { recipients, SmtpReceiver, type SmtpOptions } from "../../lib/delivery/smtp";
import { hostAddress } from "../../lib/stack";

const login = { username: "alerts", password: "a mail password, not a real one" };

/** Each server, as the alerts' sender believes it to be, and what Alertmanager says of it. */
const servers: readonly {
  readonly what: string;
  readonly server?: Partial<SmtpOptions>;
  readonly believed?: Partial<SmtpSpec>;
  readonly strange?: boolean;
  readonly said: RegExp;
}[] = [
  {
    what: "whose certificate nobody signed whom we trust",
    strange: true,
    said: /certificate signed by unknown authority/,
  },
  {
    what: "with TLS from the start, and such a certificate",
    server: { tls: "implicit" },
    believed: { tls: "implicit" },
    strange: true,
    said: /certificate signed by unknown authority/,
  },
  { what: "that offers no TLS", server: { tls: "none" }, said: /does not advertise the STARTTLS extension/ },
  { what: "that doesn't take the password", server: { password: "another one" }, said: /535/ },
];

export function mailTests(): void {
  it.concurrent("get no mail through TLS from the first byte unless it's trusted, and then all of it", async () => {
    const { mail, said } = await send({ tls: "implicit" }, { tls: "implicit" }, false, undefined);
    expect(said).toBe("");
    expect(mail.messages).toHaveLength(1);
    expect(mail.faults).toEqual([]);
    const [message] = mail.messages;
    const parsed = message?.raw as Parameters<typeof recipients>[0];
    expect(recipients(parsed)).toEqual(["night@sightline.example", "day@sightline.example"]);
    expect(parsed.from?.value.map(({ address }) => address)).toEqual(["alerts@sightline.example"]);
  });

  it.concurrent.each(servers)("aren't mailed to a server $what", async ({ server, believed, strange, said }) => {
    const result = await send(server ?? {}, believed ?? {}, strange ?? false, said);
    expect(result.mail.messages).toEqual([]);
    expect(result.said).toMatch(said);
    expect(result.failedRequests).toBeGreaterThan(0);
  });
}

/** Fires one alert. Waits for the mail, or for Alertmanager to say why there's none. */
async function send(
  server: Partial<SmtpOptions>,
  believed: Partial<SmtpSpec>,
  strange: boolean,
  expected: RegExp | undefined,
) {
  const host = hostAddress();
  const certificate = await selfMade(host);
  const { ca } = strange ? await selfMade(host) : certificate;
  const mail = await SmtpReceiver.start({ certificate, tls: "starttls", ...login, ...server });
  const { username, password } = login;
  const alertmanager = await TestAlertmanager.start({
    ...noDelivery,
    receivers: { people: { email: [{ to: "night@sightline.example, day@sightline.example" }] } },
    smtp: {
      ...{ host, port: mail.port, from: "alerts@sightline.example", tls: "starttls", username, ca },
      password: { value: password },
      ...believed,
    },
    routing: { ...noDelivery.routing, receivers: ["people"], levels: levelsWith({ groupWait: "0s" }) },
  });
  try {
    await alertmanager.fire([alertOf({ name: "Mailed" })]);
    const failures = async () =>
      (await alertmanager.logs()).split("\n").filter((line) => /Notify attempt failed/.test(line));
    await waitUntil(
      async () => (expected === undefined ? mail.messages.length > 0 : expected.test((await failures()).join("\n"))),
      15_000,
    );
    const labels = { integration: "email", receiver_name: "people" };
    const failedRequests =
      (await alertmanager.scrape()).value("alertmanager_notification_requests_failed_total", labels) ?? 0;
    return { mail, said: (await failures()).join("\n"), failedRequests };
  } finally {
    await alertmanager.remove();
    await mail.close();
  }
}
