/** What a template of Alertmanager 0.33 can call: Go's own, then those of `template/template.go`. */
export const templateFunctions: readonly string[] = [
  ..."and call eq ge gt html index js le len lt ne not or print printf println slice urlquery".split(" "),
  ..."append date dict humanizeDuration join list match now reReplaceAll safeHtml safeUrl since stringSlice".split(" "),
  ..."title toJson toLower toUpper trimSpace tz urlUnescape".split(" "),
];

/** Templates that Alertmanager has itself: `slack.default.title`, `__subject`. */
export function isDefaultTemplate(name: string): boolean {
  return /^(?:[a-z0-9]+\.default\.\w+|__(?:alertmanager|alertmanagerURL|subject|description|text_alert_list\w*))$/.test(
    name,
  );
}
