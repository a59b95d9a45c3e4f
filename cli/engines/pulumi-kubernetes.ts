import { engineLabel, stackLabel } from "../../components/platform/kubernetes/labels";
import { toYaml } from "../../signals/yaml";
import { explainUnready } from "../lib/kubernetes/explain";
import { Kubectl } from "../lib/kubernetes/kubectl";
import { isSecret, type KubernetesObject } from "../lib/kubernetes/objects";
import { listed } from "../lib/kubernetes/own-objects";
import { removeCrds, tellVolumes, type Crd } from "../lib/kubernetes/remove-stack";
import type { Stack } from "../lib/stack";
import { kubernetesObject, pathOf } from "../translate/kubernetes";
import type { DeployedFiles } from "./engine";
import type { PulumiProject } from "./pulumi-project";
import type { PulumiTarget } from "./pulumi-target";

export const pulumiOnKubernetes: PulumiTarget = {
  // The claims of volumes are in the namespaces: StatefulSets made them, so no state has them.
  data: ["**kubernetes:core/v1:Namespace::*", "**random:index/randomPassword:RandomPassword::*"],
  // Many others change things in a cluster: what was changed or deleted is found and put right.
  options: ["--refresh"],
  deployed,
  holds: (path) => path.endsWith(".yaml") && !pods.test(path),
  // A resource that is there already is taken over.
  clearLeft: () => Promise.resolve(false),
  explain: (stack) => explainUnready(new Kubectl(stack), stack.name),
  removeLeft,
};

/** Their annotations tell of passwords, which aren't known before the engine runs. */
const pods = /\/(deployment|statefulset|daemonset)-/;

/** A Secret is secret in the state as a whole, also one that isn't; those that are stay unread. */
async function deployed(_stack: Stack, project: PulumiProject): Promise<DeployedFiles> {
  const objects = (await project.resources({ secrets: true }))
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ urn, inputs }) => kubernetesObject({ name: urn, inputs }))
    .filter((object) => !isSecret(object))
    .map((object) => (object.kind === "Secret" ? revealed(object) : object));
  const files = objects.map((object) => [pathOf(object), toYaml(object)] as const);
  return new Map(files.filter(([path]) => pulumiOnKubernetes.holds(path)));
}

/** The engine writes what was secret as JSON in an object; its provider, every Secret's text as Base64. */
function revealed({ data, ...object }: KubernetesObject): KubernetesObject {
  const values = JSON.parse(data?.["plaintext"] ?? "{}") as Record<string, string>;
  const decoded = Object.entries(values).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]);
  return { ...object, stringData: Object.fromEntries(decoded) as Record<string, string> };
}

/** The engine leaves the definitions where they are: what others have of the operator's kinds would go with them. */
async function removeLeft({ name, settings, project }: Stack, { volumes }: { readonly volumes: boolean }) {
  const cluster = new Kubectl({ settings });
  const selector = `${stackLabel}=${name},${engineLabel}=pulumi`;
  await removeCrds(cluster, await listed<Crd>(cluster, ["customresourcedefinitions.apiextensions.k8s.io"], selector));
  if (volumes) await tellVolumes(cluster, project);
}
