import { describe, expect, it } from "vitest";
import { noDelivery } from "../../signals/delivery/delivery";
import { receiverFaults } from "../../signals/delivery/receivers/faults";
import { otherKinds } from "../../signals/delivery/receivers/other-kinds";

const secret = { value: "s3cret" };
const url = { value: "https://hooks.example/s3cret" };
const at = "sightline:receivers.on-call.other.0";

/** What is wrong with a receiver of `kind`; files of secrets by their names alone. */
function faults(kind: string, settings: object = {}, ...files: string[]): string[] {
  const secretFiles = Object.fromEntries(files.map((file) => [file, file.endsWith("url_file") ? url : secret]));
  const other = [{ kind, settings: { ...settings }, secretFiles }];
  const found = receiverFaults({ ...noDelivery, receivers: { "on-call": { other } } });
  expect(found.join()).not.toContain("s3cret");
  return found;
}

const login = "http_config.authorization.credentials_file";

describe("any other of Alertmanager's receivers", () => {
  it.each<[string, object, ...string[]]>([
    ["discord", { username: "Sightline" }, "webhook_url_file"],
    ["incidentio", { url: "https://api.incident.example/1", max_alerts: 5 }, "alert_source_token_file"],
    ["incidentio", {}, "url_file", login],
    [
      "jira",
      { api_url: "https://jira.example", project: "OPS", issue_type: "Bug", fields: { parent: { key: "A-1" } } },
    ],
    ["jira", { api_url: "https://j.example", project: "A", issue_type: "B", summary: { template: "x" } }, login],
    ["mattermost", { fields: [{ title: "a", value: "b" }], props: { card: "x" } }, "webhook_url_file"],
    ["msteams", { title: "x" }, "webhook_url_file"],
    ["pushover", { sound: "siren", retry: "1m" }, "token_file", "user_key_file"],
    ["rocketchat", { channel: "#ops" }, "token_file", "token_id_file"],
    ["sns", { topic_arn: "arn:aws:sns:eu-central-1:1:ops", sigv4: { region: "eu-central-1" } }],
    ["victorops", { routing_key: "ops", custom_fields: { anything: "x" } }, "api_key_file"],
    ["webex", { room_id: "room", http_config: { follow_redirects: false } }, login],
    ["wechat", { corp_id: "corp" }, "api_secret_file"],
  ])("has all that it needs: %s %j", (kind, settings, ...files) => {
    expect(faults(kind, settings, ...files)).toEqual([]);
  });

  it.each<[string, object, string[], string[]]>([
    ["discord", {}, [], [`${at}.secretFiles.webhook_url_file: it's missing; discord needs it`]],
    ["mattermost", {}, [], [`${at}.secretFiles.webhook_url_file: it's missing; mattermost needs it`]],
    ["msteams", {}, [], [`${at}.secretFiles.webhook_url_file: it's missing; msteams needs it`]],
    ["pushover", {}, ["token_file"], [`${at}.secretFiles.user_key_file: it's missing; pushover needs it`]],
    ["rocketchat", {}, ["token_id_file"], [`${at}.secretFiles.token_file: it's missing; rocketchat needs it`]],
    [
      "victorops",
      { routing_key: "" },
      [],
      [
        `${at}.secretFiles.api_key_file: it's missing; victorops needs it`,
        `${at}.settings.routing_key: it's missing; victorops needs it`,
      ],
    ],
    ["webex", { room_id: "r" }, [], [`${at}.secretFiles.${login}: it's missing; webex needs it`]],
    ["wechat", {}, ["api_secret_file"], [`${at}.settings.corp_id: it's missing; wechat needs it`]],
    [
      "jira",
      { project: "OPS" },
      [],
      [`${at}.settings.api_url: it's missing; jira needs it`, `${at}.settings.issue_type: it's missing; jira needs it`],
    ],
    ["sns", {}, [], [`${at}: sns needs one of settings.topic_arn, settings.target_arn, settings.phone_number`]],
    [
      "sns",
      { topic_arn: "a", phone_number: "1" },
      [],
      [`${at}: it has settings.topic_arn and settings.phone_number; one of them was expected`],
    ],
    [
      "incidentio",
      { url: "https://a.example" },
      ["url_file"],
      [
        `${at}: it has settings.url and secretFiles.url_file; one of them was expected`,
        `${at}: incidentio needs one of secretFiles.alert_source_token_file, secretFiles.${login}`,
      ],
    ],
    [
      "discord",
      { http_config: { basic_auth: { username: "a" } } },
      ["webhook_url_file", login],
      [`${at}: its http_config has authorization and basic_auth; a request has one authorization, so one was expected`],
    ],
  ])("lacks what it needs, or has it twice: %s %j", (kind, settings, files, expected) => {
    expect(faults(kind, settings, ...files)).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ["jira", { nonsense: 1 }, "nonsense: isn't known; there are api_type, api_url, description, fields, http_config, "],
    ["jira", { isue_type: "Bug" }, 'isue_type: isn\'t known; did you mean "issue_type"?'],
    ["pushover", { tken: "s3cret" }, 'tken: isn\'t known; did you mean "secretFiles.token_file"?'],
    ["sns", { sigv4: { regoin: "eu" } }, 'sigv4.regoin: isn\'t known; did you mean "region"?'],
    ["discord", { http_config: { proxy_ulr: "x" } }, 'http_config.proxy_ulr: isn\'t known; did you mean "proxy_url"?'],
    [
      "mattermost",
      { attachments: [{ fields: [{}, { titel: "x" }] }] },
      'attachments.0.fields.1.titel: isn\'t known; did you mean "title"?',
    ],
    ["discord", { send_resolved: false }, "send_resolved: this is the receiver's own; write it as sendResolved"],
    ["discord", { webhook_url_file: "/etc/s3cret" }, "webhook_url_file: only files of secrets are where Alertmanager"],
    [
      "webex",
      { http_config: { tls_config: { ca_file: "/ca" } } },
      "http_config.tls_config.ca_file: only files of secrets",
    ],
    [
      "jira",
      { http_config: { http_headers: { "X-Api-Key": { values: ["s3cret"] } } } },
      "http_config.http_headers.X-Api-Key: a secret in a header can only be had with a receiver of kind webhook",
    ],
    ["jira", { fields: { api_key: "s3cret" } }, "fields.api_key: a secret must not stand here, and Alertmanager can't"],
  ])("has a setting that can't be: %s %j", (kind, settings, expected) => {
    const found = faults(kind, settings, ...(kind === "sns" ? [] : [login]));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${at}.settings.${expected}`);
  });

  it("is told a place for a secret that is one", () => {
    for (const [kind, { settings, files }] of Object.entries(otherKinds)) {
      const all = Object.entries(settings).flatMap(([path, names]) => names.map((name) => [path, name] as const));
      for (const [path, name] of all) {
        const given = [...path.split("."), name].filter(Boolean).reduceRight<unknown>((v, key) => ({ [key]: v }), "x");
        const [, place] =
          /give (?:it|the secret) as secretFiles\.(\S+)/.exec(faults(kind, given as object).join()) ?? [];
        if (place !== undefined) expect(files).toContain(place);
      }
    }
    expect(faults("webex", { http_config: { bearer_token: "s3cret" } })).toEqual([
      `${at}.settings.http_config.bearer_token: a secret must not stand here; give it as secretFiles.${login}`,
    ]);
  });
});
