import { addressFaults, caFaults, integerFaults, isSecretHeader, secretFaults, urlFaults } from "./faults-values";
import type { PagerdutySpec, ReceiverSpec, TelegramSpec, WebhookSpec } from "./receivers";
import type { Secret } from "../secret";

/** What is wrong with the ways of one receiver that Sightline knows; `other` has a file of its own. */
export function wayFaults(spec: ReceiverSpec, at: string): string[] {
  const { email = [], slack = [], webhook = [], pagerduty = [], opsgenie = [], telegram = [], teams = [] } = spec;
  return [
    ...email.flatMap(({ to }, i) => addressFaults(`${at}.email.${i}.to`, to, "several")),
    ...slack.flatMap(({ url }, i) => urlSecretFaults(`${at}.slack.${i}.url`, url)),
    ...webhook.flatMap((way, i) => webhookFaults(way, `${at}.webhook.${i}`)),
    ...pagerduty.flatMap((way, i) => pagerdutyFaults(way, `${at}.pagerduty.${i}`)),
    ...opsgenie.flatMap(({ apiKey, url, responders = [] }, i) => [
      ...secretFaults(`${at}.opsgenie.${i}.apiKey`, apiKey),
      ...(url === undefined ? [] : urlFaults(`${at}.opsgenie.${i}.url`, url)),
      ...responders.flatMap(({ name }, j) =>
        name.trim() === "" ? [`${at}.opsgenie.${i}.responders.${j}.name: it's empty`] : [],
      ),
    ]),
    ...telegram.flatMap((way, i) => telegramFaults(way, `${at}.telegram.${i}`)),
    ...teams.flatMap(({ url }, i) => urlSecretFaults(`${at}.teams.${i}.url`, url)),
  ];
}

function urlSecretFaults(at: string, url: Secret): string[] {
  const faults = secretFaults(at, url);
  return faults.length > 0 ? faults : urlFaults(at, url);
}

function pagerdutyFaults({ routingKey, url }: PagerdutySpec, at: string): string[] {
  const faults = secretFaults(`${at}.routingKey`, routingKey);
  if (faults.length === 0 && "value" in routingKey && !/^[A-Za-z0-9]{32}$/.test(routingKey.value.trim())) {
    const { length } = routingKey.value.trim();
    faults.push(
      `${at}.routingKey: an integration key of the Events API v2 has 32 letters and digits, and this one ` +
        (length === 32 ? "has other characters" : `has ${length} characters`),
    );
  }
  return [...faults, ...(url === undefined ? [] : urlFaults(`${at}.url`, url))];
}

function telegramFaults({ botToken, chatId, threadId, url }: TelegramSpec, at: string): string[] {
  const isId = Number.isSafeInteger(chatId) && chatId !== 0;
  return [
    ...secretFaults(`${at}.botToken`, botToken),
    ...(isId ? [] : [`${at}.chatId: ${JSON.stringify(chatId)} is not a chat's id, which is a whole number`]),
    ...(threadId === undefined ? [] : integerFaults(`${at}.threadId`, threadId, 1)),
    ...(url === undefined ? [] : urlFaults(`${at}.url`, url)),
  ];
}

/** Headers that Alertmanager refuses to have set: `common/config/headers.go`. */
const ownHeaders = [
  ..."accept-encoding authorization connection content-encoding content-length content-type host keep-alive".split(" "),
  ..."proxy-authenticate proxy-authorization user-agent www-authenticate x-prometheus-remote-write-version".split(" "),
  ..."x-prometheus-remote-read-version x-prometheus-scrape-timeout-seconds".split(" "),
  ..."x-amz-date x-amz-security-token x-amz-content-sha256".split(" "),
];

function webhookFaults(way: WebhookSpec, at: string): string[] {
  const { url, basicAuth, bearer, headers = {}, secretHeaders = {}, maxAlerts, ca } = way;
  const names = [
    ...Object.keys(headers).map((name) => ({ name, place: `${at}.headers.${name}` })),
    ...Object.keys(secretHeaders).map((name) => ({ name, place: `${at}.secretHeaders.${name}` })),
  ];
  const lower = names.map(({ name }) => name.toLowerCase());
  return [
    ...urlSecretFaults(`${at}.url`, url),
    ...(basicAuth ? secretFaults(`${at}.basicAuth.password`, basicAuth.password) : []),
    ...(basicAuth?.username.trim() === "" ? [`${at}.basicAuth.username: it's empty`] : []),
    ...(bearer ? secretFaults(`${at}.bearer`, bearer) : []),
    ...(basicAuth && bearer ? [`${at}: it has both basicAuth and bearer; a request has one authorization`] : []),
    ...names.flatMap(({ name, place }, i) => {
      const faults = headerFaults(name, place, lower.indexOf(lower[i]!) < i);
      const plain = Object.hasOwn(headers, name) && isSecretHeader(name);
      return faults.length > 0 || !plain
        ? faults
        : [`${place}: a secret must not stand here; give it as ${at}.secretHeaders.${name}`];
    }),
    ...Object.entries(secretHeaders).flatMap(([name, value]) => secretFaults(`${at}.secretHeaders.${name}`, value)),
    ...(maxAlerts === undefined ? [] : integerFaults(`${at}.maxAlerts`, maxAlerts, 0)),
    ...caFaults(`${at}.ca`, ca),
  ];
}

function headerFaults(name: string, at: string, again: boolean): string[] {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return [`${at}: a header's name has letters, digits, "-" and "_" only`];
  const lower = name.toLowerCase();
  if (lower === "authorization") return [`${at}: use basicAuth or bearer for that`];
  if (ownHeaders.includes(lower)) return [`${at}: Alertmanager sets this header itself`];
  return again ? [`${at}: this header is given twice`] : [];
}
