import { engineLabel, stackLabel } from "../../components/platform/kubernetes/labels";
import { toYaml } from "../../signals/yaml";
import { inOrder, resourceName } from "../lib/kubernetes/kinds";
import { identityOf, isSecret, type KubernetesObject } from "../lib/kubernetes/objects";
import type { Evaluation, Registered } from "./evaluate";
import type { Rendered } from "./rendered";
import { secretsPage } from "./secrets-page";

/** Lists the rendered files, for `kubectl apply -k` and for GitOps tools. */
export const kustomizationFile = "kustomization.yaml";

/** Types that come out as nothing on purpose. */
const elsewhere = new Set([
  // Kept in .sightline/<stack>/, or in the Secrets that somebody else makes.
  "random:index/randomPassword:RandomPassword",
  // Built and pushed before anything is applied.
  "docker:index/image:Image",
]);

/** The registered resources as the API server takes them, one to one, in the order of application. */
export function kubernetesObjects({ resources }: Evaluation): KubernetesObject[] {
  const unknown = resources.filter(({ type }) => !type.startsWith("kubernetes:") && !elsewhere.has(type));
  for (const { type, name } of unknown) throw new Error(`${name}: no translation of ${type}`);
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:")).map(kubernetesObject);
  const twice = objects.map(identityOf).find((id, index, all) => all.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`${twice} is registered twice`);
  return inOrder(objects);
}

/** One file an object, so that a diff of the folder is one of the stack. */
export function toKubernetes(stack: string, evaluation: Evaluation): Rendered {
  const objects = kubernetesObjects(evaluation);
  const written = (list: readonly KubernetesObject[]) => new Map(list.map((one) => [pathOf(one), toYaml(one)]));
  const files = written(objects.filter((object) => !isSecret(object)));
  const secrets = objects.filter(isSecret);
  const paths = [...files.keys()].sort();
  const crds = paths.filter((path) => path.startsWith(crdsFolder));
  // Apart: whoever applies by hand must apply them first.
  if (crds.length > 0) {
    const names = crds.map((path) => path.slice(crdsFolder.length));
    files.set(`${crdsFolder}${kustomizationFile}`, kustomization(stack, names));
  }
  const others = paths.filter((path) => !crds.includes(path));
  files.set(kustomizationFile, kustomization(stack, [...(crds.length > 0 ? ["crds"] : []), ...others]));
  files.set("secrets.md", secretsPage(stack, secrets));
  return { files, secretFiles: written(secrets) };
}

/** As the API server takes it from us. Also of a resource in an engine's state. */
export function kubernetesObject({ name, inputs }: Pick<Registered, "name" | "inputs">): KubernetesObject {
  const object = ours(inputs) as KubernetesObject;
  if (!object.apiVersion || !object.kind || !object.metadata?.name) throw new Error(`${name}: not a Kubernetes object`);
  resourceName(object);
  return object;
}

const crdsFolder = "crds/";

/** `sightline-dev/deployment-app.yaml` */
export function pathOf({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  if (kind === "CustomResourceDefinition") return `${crdsFolder}${name}.yaml`;
  return `${namespace ?? "cluster"}/${kind.toLowerCase()}-${name}.yaml`;
}

function kustomization(stack: string, resources: readonly string[]): string {
  return toYaml({
    apiVersion: "kustomize.config.k8s.io/v1beta1",
    kind: "Kustomization",
    metadata: { name: `sightline-${stack}`, labels: { [stackLabel]: stack } },
    resources,
  });
}

/** Without what is said to the Pulumi engine only, and told apart from what that engine brings up. */
function ours(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ours);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    if (key === engineLabel) return [[key, "kubectl"]];
    const kept = key === "annotations" ? withoutDirections(inner as object) : inner;
    return kept === undefined ? [] : [[key, ours(kept)]];
  });
  return Object.fromEntries(entries);
}

function withoutDirections(annotations: object): object | undefined {
  const all = Object.entries(annotations);
  const kept = all.filter(([name]) => !name.startsWith("pulumi.com/"));
  return kept.length === 0 && all.length > 0 ? undefined : Object.fromEntries(kept);
}
