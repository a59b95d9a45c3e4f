import type * as pulumi from "@pulumi/pulumi";
import type { ImageSpec, Service, ServiceSpec } from "../platform";
import { webPorts } from "../web-ports";
import { selectorOf } from "./labels";
import type { At } from "./objects";
import type { OperatedSurroundings } from "./prometheus";
import type { Scene } from "./scene";

/** What Prometheus and Alertmanager have in common: pods that the operator makes, and all that is ours around them. */

export function surroundings(
  { stack, name, args, images }: Scene,
  role: string,
  image: ImageSpec,
  replicas: number,
  parent: pulumi.Resource,
): Omit<OperatedSurroundings, "version"> {
  return {
    stack,
    namespace: name,
    role,
    labels: args.labels,
    image: images.of(image, `${name}-${role}`, parent),
    replicas,
    priorityClass: name,
    storageClass: args.storageClass,
    scheduling: args.scheduling,
  };
}

/** The Service, the monitor and the network place of what the operator runs. */
export function operatedService(
  scene: Scene,
  spec: Pick<ServiceSpec, "ports" | "scrapes" | "reaches">,
  at: At & { readonly namespace: string },
  resource: pulumi.Resource,
): Service {
  const { role, parent } = at;
  // Two of them never have quite the same samples: who asks one goes on asking that one.
  const service = scene.workloads.service(spec, { ...at, after: [resource] }, "ClientIP");
  scene.workloads.disruptionBudget(at, selectorOf(scene.stack, role));
  scene.placeInNetwork(role, spec);
  scene.monitor(role, spec, parent);
  const placed: Service = { host: role, resource, scrapes: [] };
  if (scene.publisher.isBehindProxy(role)) scene.behindProxy.push(...webPorts(role, spec, placed));
  else scene.network.add(...scene.publisher.publish(role, spec.ports ?? [], parent, service));
  return placed;
}
