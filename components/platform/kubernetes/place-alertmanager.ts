import type * as pulumi from "@pulumi/pulumi";
import type { AlertmanagerSpec, Placement, Service } from "../platform";
import { alertmanagerResource } from "./alertmanager";
import { pulumiAnnotations } from "./objects";
import { operatedService, surroundings } from "./operated";
import { monitoringApi, type Scene } from "./scene";

/** Where the operator mounts the other keys of the secret with the configuration: the templates. */
const configPath = "/etc/alertmanager/config";

export function placeAlertmanager(
  scene: Scene,
  role: string,
  spec: AlertmanagerSpec,
  { parent, after = [] }: Placement,
): Service {
  if (spec.web) throw new Error(`${role}: the operator has no basic authentication; a proxy has to ask for it`);
  const { objects, workloads } = scene;
  const at = scene.at(role, parent, after);
  const configSecret = `${role}-config`;
  const needed: pulumi.Resource[] = [
    ...scene.operator,
    objects.configSecret(
      { ...at, name: configSecret },
      { "alertmanager.yaml": spec.config(configPath), ...spec.templates },
    ),
    ...workloads.files({ secrets: spec.secrets }, at).resources,
  ];
  const resource = objects.custom(
    { ...at, annotations: pulumiAnnotations.waitForAvailable, after: [...at.after, ...needed] },
    monitoringApi,
    "Alertmanager",
    alertmanagerResource(spec, {
      ...surroundings(scene, role, spec.service.image, spec.replicas, parent),
      version: scene.args.versions.alertmanager,
      configSecret,
      ...(spec.secrets.length > 0 && { filesSecret: `${role}-secrets` }),
    }),
  );
  // They tell each other what they have sent.
  for (const protocol of ["TCP", "UDP"] as const) {
    scene.network.add({ ...scene.flow(role, { role }, 9094, "they agree on who sends"), protocol });
  }
  const ports = [{ name: "web", port: 9093, publish: spec.publish }];
  const scrapes = [{ job: "alertmanager", port: 9093 }];
  return operatedService(scene, { ports, scrapes, reaches: spec.reaches }, at, resource);
}
