import { filesPath, type AlertmanagerSpec, type ServiceSpec } from "./platform";

/** Alertmanager, as often as it's wanted. */
export function alertmanagerServices(
  role: string,
  spec: AlertmanagerSpec,
): readonly { readonly name: string; readonly service: ServiceSpec }[] {
  const service: ServiceSpec = {
    ...spec.service,
    args: [
      `--config.file=${filesPath}/alertmanager.yml`,
      "--storage.path=/alertmanager",
      "--cluster.listen-address=",
      `--web.external-url=${spec.externalUrl}`,
    ],
    files: [
      { path: "alertmanager.yml", content: spec.config(filesPath) },
      ...Object.entries(spec.templates).map(([path, content]) => ({ path, content })),
    ],
    secrets: spec.secrets,
    volumes: [{ name: "data", path: "/alertmanager", sizeGiB: 1 }],
    ports: [{ name: "web", port: 9093, publish: spec.publish }],
    health: { http: { port: 9093, path: "/-/ready" } },
    scrapes: [{ job: "alertmanager", port: 9093 }],
  };
  return [{ name: role, service }];
}
