import { stringify } from "yaml";
import { configurationReference, pulumiConfig } from "../../config/reference";

/** Path to content of everything that is made from the code, given what stands around it now. */
export function generatedFiles(read: (path: string) => string): Map<string, string> {
  const written = read("Pulumi.yaml");
  const head = written.slice(0, written.indexOf("\nconfig:") + 1) || `${written.trimEnd()}\n`;
  return new Map([
    ["Pulumi.yaml", `${head}config:\n${indent(stringify(pulumiConfig(), { lineWidth: 116 }))}`],
    ["docs/configuration.md", configurationReference()],
  ]);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
