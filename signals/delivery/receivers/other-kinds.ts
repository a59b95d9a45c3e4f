/**
 * What Alertmanager 0.33 reads for the receivers that have no key of their own here: its `config/notifiers.go` and
 * `notify/<kind>/config.go`, and `http_config.go` of prometheus/common 0.67.
 */
export interface OtherKind {
  /** By the setting that they stand in, with dots; "" are those of the receiver itself. What isn't here may hold anything. */
  readonly settings: Readonly<Record<string, readonly string[]>>;
  /** Of each set one must be there, and not two. */
  readonly required: readonly (readonly string[])[];
  /** Those of the settings that name a file with a secret in it. */
  readonly files: readonly string[];
}

const tls = words("ca ca_file cert cert_file insecure_skip_verify key key_file max_version min_version server_name");
const proxy = words("no_proxy proxy_connect_header proxy_from_environment proxy_url");

/** Every kind has them. Those that ask for a manager of secrets (`…_ref`) aren't among them: there is none. */
const http: OtherKind["settings"] = {
  http_config: [
    ...words("authorization basic_auth bearer_token bearer_token_file enable_http2 follow_redirects http_headers"),
    ...words("oauth2 tls_config"),
    ...proxy,
  ],
  "http_config.authorization": words("credentials credentials_file type"),
  "http_config.basic_auth": words("password password_file username username_file"),
  "http_config.oauth2": [
    ...words("audience claims client_certificate_key client_certificate_key_file client_certificate_key_id client_id"),
    ...words("client_secret client_secret_file endpoint_params grant_type iss scopes signature_algorithm tls_config"),
    "token_url",
    ...proxy,
  ],
  "http_config.oauth2.tls_config": tls,
  "http_config.tls_config": tls,
};

const httpFiles = [
  "http_config.authorization.credentials_file",
  "http_config.basic_auth.password_file",
  "http_config.oauth2.client_certificate_key_file",
  "http_config.oauth2.client_secret_file",
  "http_config.oauth2.tls_config.key_file",
  "http_config.tls_config.key_file",
];

/** The name of a secret stands for itself and for the file that has it: `token` and `token_file`. */
function kind(
  names: string,
  secrets: string,
  required: string,
  inner: Readonly<Record<string, string>> = {},
): OtherKind {
  const files = words(secrets).map((secret) => `${secret}_file`);
  return {
    settings: {
      "": ["http_config", ...words(names), ...words(secrets), ...files].sort(),
      ...http,
      ...Object.fromEntries(Object.entries(inner).map(([setting, text]) => [setting, words(text)])),
    },
    required: words(required).map((set) => set.split("|")),
    files: [...files, ...httpFiles],
  };
}

const template = "enable_update template";

export const otherKinds: Readonly<Record<string, OtherKind>> = {
  discord: kind("avatar_url content message title username", "webhook_url", "webhook_url_file"),
  incidentio: kind(
    "max_alerts timeout",
    "alert_source_token url",
    "url|url_file alert_source_token_file|http_config.authorization.credentials_file",
  ),
  jira: kind(
    "api_type api_url description fields issue_type labels priority project reopen_duration reopen_transition " +
      "resolve_transition summary wont_fix_resolution",
    "",
    "api_url project issue_type",
    { summary: template, description: template },
  ),
  mattermost: kind(
    "attachments author_icon author_link author_name channel color fallback fields footer footer_icon icon_emoji icon_url " +
      "image_url pretext priority props text thumb_url title title_link type username",
    "webhook_url",
    "webhook_url_file",
    {
      attachments:
        "author_icon author_link author_name color fallback fields footer footer_icon image_url pretext text thumb_url " +
        "title title_link",
      "attachments.fields": "short title value",
      fields: "short title value",
      priority: "persistent_notifications priority requested_ack",
      props: "card",
    },
  ),
  msteams: kind("summary text title", "webhook_url", "webhook_url_file"),
  pushover: kind(
    "device expire html message monospace priority retry sound title ttl url url_title",
    "token user_key",
    "token_file user_key_file",
  ),
  rocketchat: kind(
    "actions api_url channel color emoji fields icon_url image_url link_names short_fields text thumb_url title title_link",
    "token token_id",
    "token_file token_id_file",
    {
      // Without names of their own in its source, they are what Go makes of them.
      actions: "imageurl iswebview msg msginchatwindow msgprocessingtype text type url webviewheightratio",
      fields: "short title value",
    },
  ),
  sns: kind(
    "api_url attributes message phone_number sigv4 subject target_arn topic_arn use_aws_http_client",
    "",
    "topic_arn|target_arn|phone_number",
    { sigv4: "access_key external_id profile region role_arn secret_key service_name use_fips_sts_endpoint" },
  ),
  victorops: kind(
    "api_url custom_fields entity_display_name message_type monitoring_tool routing_key state_message",
    "api_key",
    "api_key_file routing_key",
  ),
  webex: kind("api_url message room_id", "", "room_id http_config.authorization.credentials_file"),
  wechat: kind(
    "agent_id api_url corp_id message message_type to_party to_tag to_user",
    "api_secret",
    "api_secret_file corp_id",
  ),
};

function words(text: string): string[] {
  return text.split(" ").filter(Boolean);
}
