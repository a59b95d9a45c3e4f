import { describe, expect, it } from "vitest";
import { messageFile } from "../../signals/delivery/messages/messages";
import { templateFaults } from "../../signals/delivery/templates/check";
import { brokenTemplates, soundTemplates } from "../lib/broken-templates";

/** That Alertmanager thinks the same of all of them is tested with itself: `rules/messages.test.ts`. */
describe("a template of the user's own", () => {
  it.each(brokenTemplates)("%s", (text, fault) => {
    const found = templateFaults("shop.tmpl", text);
    expect(found).not.toEqual([]);
    expect(found[0]).toMatch(/^shop\.tmpl: line \d+: /);
    expect(found.join("\n")).toContain(fault);
  });

  it.each(soundTemplates.map((text) => [text]))("is right: %s", (text) => {
    expect(templateFaults("shop.tmpl", text)).toEqual([]);
  });

  it("may use what another file defines", () => {
    const text = '{{ template "footer" . }}';
    expect(templateFaults("shop.tmpl", text, ['{{ define "footer" }}{{ end }}'])).toEqual([]);
    expect(templateFaults("shop.tmpl", text)).toHaveLength(1);
  });

  it("may use Alertmanager's own", () => {
    expect(templateFaults("shop.tmpl", '{{ template "slack.default.title" . }}{{ template "__subject" . }}')).toEqual(
      [],
    );
  });

  it("is told all faults at once, by line", () => {
    expect(templateFaults("shop.tmpl", "{{ .Alrets }}\n{{ foo }}\n\n{{ if .Status }}")).toEqual([
      'shop.tmpl: line 1: there is no ".Alrets"; did you mean ".Alerts"?',
      'shop.tmpl: line 2: there is no function "foo"',
      "shop.tmpl: line 4: {{ if }} has no {{ end }}",
    ]);
  });

  it("can't have the name of Sightline's", () => {
    expect(templateFaults(messageFile, "")).toEqual([
      'sightline.tmpl: the name "sightline.tmpl" is taken by Sightline\'s own; call the file something else',
    ]);
  });
});
