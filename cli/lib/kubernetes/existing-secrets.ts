import { rawValues } from "../../../config/read";
import { placeName, secretPlaces } from "../../../config/secret-places";
import { didYouMean } from "../../../signals/nearest";
import type { Stack } from "../stack";
import type { Kubectl } from "./kubectl";
import type { Found } from "./needs";

interface Wanted {
  readonly place: string;
  readonly name: string;
  readonly key: string;
}

/** The secrets that the configuration names instead of having them: without one, a pod would wait for it for ever. */
export async function existingSecretFaults(
  kubectl: Kubectl,
  { config, project: namespace }: Pick<Stack, "config" | "project">,
  there: ReadonlySet<string>,
): Promise<Found> {
  const wanted = secretPlaces(rawValues(config).values).flatMap(({ path, value }) => {
    const { kubernetesSecret } = value as { readonly kubernetesSecret?: Omit<Wanted, "place"> };
    return kubernetesSecret ? [{ place: placeName(path), ...kubernetesSecret }] : [];
  });
  if (wanted.length === 0) return { faults: [], notes: [] };
  if (there.has(namespace)) {
    const faults = await Promise.all(wanted.map((each) => missing(kubectl, namespace, each)));
    return { faults: faults.flat(), notes: [] };
  }
  const names = [...new Set(wanted.map(({ name }) => name))].join(", ");
  const notes = [`the namespace ${namespace} is made by \`up\`; pods there wait until it has these secrets: ${names}`];
  return { faults: [], notes };
}

async function missing(kubectl: Kubectl, namespace: string, { place, name, key }: Wanted): Promise<string[]> {
  // The names of its keys only: nothing here has a use for the values.
  const keysOnly = '{{range $key, $_ := .data}}{{$key}}{{"\\n"}}{{end}}';
  const get = ["get", "secret", name, "--namespace", namespace, "--output", `go-template=${keysOnly}`];
  const { code, stdout, stderr } = await kubectl.attempt(get);
  const where = `${place} is key "${key}" of secret "${name}", and`;
  // Who may not see it isn't told that it's missing.
  if (code !== 0) {
    return /NotFound/.test(stderr) ? [`${where} the namespace ${namespace} has no such secret`] : [];
  }
  const keys = stdout.split("\n").filter(Boolean);
  return keys.includes(key) ? [] : [`${where} that has no such key${didYouMean(key, keys)}`];
}
