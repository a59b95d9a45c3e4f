import type { KubernetesObject } from "../lib/kubernetes/objects";

/** What isn't rendered and must be there all the same, for those who apply the folder with another tool. */
export function secretsPage(stack: string, secrets: readonly KubernetesObject[]): string {
  const rows = secrets.map(({ metadata: { name, namespace }, data = {}, stringData = {} }) => {
    const keys = Object.keys({ ...data, ...stringData }).sort();
    return `| ${namespace ?? ""} | ${name} | ${keys.map((key) => `\`${key}\``).join(", ")} |`;
  });
  const body =
    rows.length === 0
      ? "There are none.\n"
      : `| namespace | name | keys |\n| --- | --- | --- |\n${rows.sort().join("\n")}\n`;
  return `# Secrets of the stack ${stack}

These Secrets aren't in this folder. \`npm run up\` makes them; whoever applies the folder with another tool makes them
first, for example as SealedSecrets or ExternalSecrets. When a value changes, restart the pods that mount it.

${body}`;
}
