import type { Format } from "./format";
import { define, include } from "./go";

/**
 * One line of a text, of at most so many characters; fewer when many of them have to be written as `&#34;`. Characters that
 * nobody sees are none: in JSON within JSON each would be seven.
 */
export function cutTemplate({ name, escape }: Format): string {
  return define(
    `${name}.cut`,
    String.raw`{{- $text := reReplaceAll "[\\s[:cntrl:]]+" " " .text -}}`,
    '{{- $cut := printf "%.*s" .characters $text -}}',
    String.raw`{{- $written := html (reReplaceAll "\\+" "&" (reReplaceAll "[^ -~]" "x" $cut)) -}}`,
    '{{- if gt (len $written) .written -}}{{- $cut = printf "%.*s" .fewer $text -}}{{- end -}}',
    `{{- $cut${escape} -}}{{- if ne $cut $text -}}{{- "…" -}}{{- end -}}`,
  );
}

/** Prints what the Go code `text` gives, so cut. */
export function cut({ name }: Format, text: string, characters: number): string {
  const [written, fewer] = [Math.floor(characters * 1.25), Math.floor(characters / 4)];
  return include(
    `${name}.cut`,
    `(dict "text" (${text}) "characters" ${characters} "written" ${written} "fewer" ${fewer})`,
  );
}
