import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { dataLabel } from "./labels";
import type { Objects } from "./objects";

/** The stack's own namespace, and the one for what needs the node itself. */
export class Namespaces {
  private readonly made = new Map<string, k8s.core.v1.Namespace>();

  constructor(
    private readonly objects: Objects,
    private readonly own: string,
    private readonly parent: pulumi.Resource,
  ) {
    this.make(own, "restricted");
  }

  /** Those that there are so far. */
  get names(): string[] {
    return [...this.made.keys()];
  }

  get all(): pulumi.Resource[] {
    return [...this.made.values()];
  }

  get(name: string): pulumi.Resource {
    return this.made.get(name) as pulumi.Resource;
  }

  /** Made with the first service that needs it. */
  node(): string {
    const name = `${this.own}-node`;
    // The one way past `restricted`, for what reads the node's own files; so nothing else may be in here.
    if (!this.made.has(name)) this.make(name, "privileged");
    return name;
  }

  private make(name: string, level: "restricted" | "privileged"): void {
    const labels = Object.fromEntries(
      ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]),
    );
    // Volumes are claimed in here: who takes it away takes the data.
    const at = { role: "namespace", name, labels: { ...labels, [dataLabel]: "true" }, parent: this.parent };
    const { objects } = this;
    this.made.set(name, new k8s.core.v1.Namespace(name, { metadata: objects.metadata(at) }, objects.options(at)));
  }
}
