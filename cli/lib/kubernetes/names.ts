import { titleOf, type KubernetesObject } from "./objects";

const longest = 63;
const dnsLabel = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const dnsName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const qualified = /^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;

/** Kinds whose name is looked up in DNS as one label. */
const labelKinds = new Set(["Namespace", "Service"]);
/** Kinds whose pods get labels or host names that are longer than theirs. */
const shorter: Readonly<Record<string, number>> = { StatefulSet: 52, Prometheus: 32, Alertmanager: 39 };

/** Names and labels that Kubernetes would refuse, of the objects themselves and of the pods that they make. */
export function nameFaults(objects: readonly KubernetesObject[]): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata } = object;
    const most = shorter[kind] ?? longest;
    const pattern = labelKinds.has(kind) ? dnsLabel : dnsName;
    return [
      ...(metadata.name.length > most
        ? [`${titleOf(object)}: the name has ${metadata.name.length} characters; at most ${most} were expected`]
        : []),
      ...(pattern.test(metadata.name)
        ? []
        : [
            `${titleOf(object)}: the name isn't one of Kubernetes; lower-case letters, digits and hyphens inside were expected`,
          ]),
      ...[...new Set(labelFaults(kind === "CustomResourceDefinition" ? { metadata } : object))].map(
        (fault) => `${titleOf(object)}: ${fault}`,
      ),
    ];
  });
}

/** Wherever an object holds labels: its own, its pods', its claims', and its selectors. */
function labelFaults(value: unknown, key = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => labelFaults(item));
  if (value === null || typeof value !== "object") return [];
  const { labels } = value as { labels?: Record<string, string> };
  const own = /[mM]etadata$/.test(key) ? labels : ["matchLabels", "nodeSelector"].includes(key) ? value : undefined;
  const faults = Object.entries((own ?? {}) as Record<string, string>).flatMap(([name, text]) => [
    ...partFaults(`the label ${name}`, name.slice(name.lastIndexOf("/") + 1)),
    ...partFaults(`the label ${name} has the value ${JSON.stringify(text)}, which`, text),
  ]);
  return [...faults, ...Object.entries(value).flatMap(([inner, item]) => labelFaults(item, inner))];
}

function partFaults(what: string, text: string): string[] {
  if (text.length > longest) return [`${what} has ${text.length} characters; at most ${longest} were expected`];
  return qualified.test(text) ? [] : [`${what} isn't made of letters, digits, ., _ and - inside, as was expected`];
}
