import { answerTimeout } from "./config-http";
import { configs, present, type ReceiverParts } from "./config-parts";
import type { ReceiverSpec } from "./receivers";

export function chatConfigs(name: string, spec: ReceiverSpec, parts: ReceiverParts): object {
  return present({
    slack_configs: configs(spec, "slack", ({ url, channel }, index) => {
      parts.reachSecret(url, `${name} (slack)`);
      return {
        api_url_file: parts.file(`${name}.slack.${index}.url`, url),
        ...(channel !== undefined && { channel }),
        color: '{{ template "sightline.slack.color" . }}',
        fallback: '{{ template "sightline.title" . }}',
        mrkdwn_in: ["text"],
        text: '{{ template "sightline.slack.text" . }}',
        timeout: answerTimeout,
        title: '{{ template "sightline.chat.title" . }}',
        title_link: '{{ template "sightline.link" . }}',
      };
    }),
    telegram_configs: configs(spec, "telegram", ({ botToken, chatId, threadId, url }, index) => {
      if (url === undefined) parts.reachPort(443, `${name} (telegram)`);
      else parts.reach(url, `${name} (telegram)`);
      return {
        bot_token_file: parts.file(`${name}.telegram.${index}.botToken`, botToken),
        chat_id: chatId,
        ...(threadId !== undefined && { message_thread_id: threadId }),
        ...(url !== undefined && { api_url: url }),
        message: '{{ template "sightline.telegram" . }}',
        parse_mode: "HTML",
      };
    }),
    msteamsv2_configs: configs(spec, "teams", ({ url }, index) => {
      parts.reachSecret(url, `${name} (teams)`);
      return {
        webhook_url_file: parts.file(`${name}.teams.${index}.url`, url),
        title: '{{ template "sightline.chat.title" . }}',
        text: '{{ template "sightline.teams.text" . }}',
      };
    }),
  });
}
