import type { PortSpec, Service, ServiceSpec, WebPort } from "./platform";

/** Ports that people open, of a service that isn't published itself: something that stands before it takes their place. */

const isWeb = ({ publish, protocol, inPlaceOf }: PortSpec) =>
  publish !== undefined && protocol !== "udp" && inPlaceOf === undefined;

export function withoutWebPorts(spec: ServiceSpec): ServiceSpec {
  if (!spec.ports) return spec;
  const ports = spec.ports.map((port) => {
    const { publish: _, ...kept } = port;
    return isWeb(port) ? kept : port;
  });
  return { ...spec, ports };
}

export function webPorts(role: string, spec: Pick<ServiceSpec, "ports">, service: Service): WebPort[] {
  return (spec.ports ?? [])
    .filter(isWeb)
    .map(({ port, publish }) => ({ role, service, port, publish: publish as number }));
}
