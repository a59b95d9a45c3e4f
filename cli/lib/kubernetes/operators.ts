import { selectsLabels } from "./selectors";
import { stackLabel } from "../../../components/platform/kubernetes/labels";
import type { Kubectl } from "./kubectl";

/** A Prometheus operator of the cluster that is nobody's stack's. */
export interface Operator {
  /** `namespace/name` of its Deployment. */
  readonly name: string;
  /** Absent where nothing tells it. */
  readonly version: string | undefined;
  readonly args: readonly string[];
}

/** As much of a Deployment as tells an operator. */
export interface OperatorDeployment {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly image: string;
          readonly command?: readonly string[];
          readonly args?: readonly string[];
        }[];
      };
    };
  };
}

/** Upstream's image, and copies of it whose name has more in front. */
const operatorImage = /prometheus-operator(:[^/@]+)?(@[^/]+)?$/;

/** The cluster's operators, or undefined where this user may not look for them. */
export async function readOperators(kubectl: Kubectl): Promise<Operator[] | undefined> {
  const { code, stdout } = await kubectl.attempt(["get", "deployments", "--all-namespaces", "--output", "json"]);
  if (code !== 0) return undefined;
  return operatorsOf((JSON.parse(stdout) as { items: OperatorDeployment[] }).items);
}

/** Those of stacks look into their own namespace only; one that was scaled to nothing serves nobody. */
export function operatorsOf(deployments: readonly OperatorDeployment[]): Operator[] {
  return deployments.flatMap(({ metadata: { name, namespace, labels = {} }, spec }) => {
    const container = spec.template.spec.containers.find(({ image }) => operatorImage.test(image));
    if (!container || stackLabel in labels || spec.replicas === 0) return [];
    const args = [...(container.command ?? []), ...(container.args ?? [])];
    return [{ name: `${namespace}/${name}`, version: versionOf(container.image, args, labels), args }];
  });
}

/** The label comes last: a Helm chart writes its own version there. */
function versionOf(image: string, args: readonly string[], labels: Readonly<Record<string, string>>) {
  const reloader = argument(args, "prometheus-config-reloader") ?? "";
  const candidates = [image, reloader].map((reference) => /:v?(\d+\.\d+\.\d+)[^/]*$/.exec(reference)?.[1]);
  const label = /^v?(0\.\d+\.\d+)/.exec(labels["app.kubernetes.io/version"] ?? "")?.[1];
  return candidates.find((candidate) => candidate !== undefined) ?? label;
}

/** Whether an operator would make something of a namespace's resources that carry these labels. */
export function serves({ args }: Pick<Operator, "args">, namespace: string, labels: Readonly<Record<string, string>>) {
  const looksInto = (flag: string) => {
    const names = list(argument(args, flag));
    return names.length === 0 || names.includes(namespace);
  };
  return (
    !list(argument(args, "deny-namespaces")).includes(namespace) &&
    ["namespaces", "prometheus-instance-namespaces", "alertmanager-instance-namespaces"].every(looksInto) &&
    ["prometheus-instance-selector", "alertmanager-instance-selector"].every((flag) =>
      selectsLabels(argument(args, flag) ?? "", labels),
    )
  );
}

/** `--flag=value`, `-flag value`: Go's programs take both; the last one counts. */
function argument(args: readonly string[], flag: string): string | undefined {
  const values = args.flatMap((arg, index) => {
    const [, name, value] = /^--?([^=]+)(?:=(.*))?$/.exec(arg) ?? [];
    return name === flag ? [value ?? args[index + 1] ?? ""] : [];
  });
  return values.at(-1);
}

function list(value: string | undefined): string[] {
  return (value ?? "").split(",").filter((name) => name !== "");
}
