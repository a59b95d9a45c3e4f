import { BlockList, isIPv6 } from "node:net";
import type { Settings } from "./schema";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/** Whether only the machine itself reaches what binds to this address. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** Who asks for the login of Prometheus and Alertmanager: they themselves, what publishes them, or nobody. */
export type WebLogin = "servers" | "publisher" | "nobody";

/**
 * In a cluster, whoever may open a port-forward has shown who he is, and network policies keep the others out. So there
 * only what is published asks, by what stands before it.
 */
export function webLogin({ target, access: { login }, bindAddress, kubernetes }: Settings): WebLogin {
  if (login === "never") return "nobody";
  if (target === "docker") return login === "always" || !isLoopback(bindAddress) ? "servers" : "nobody";
  const published = [kubernetes.ingress, kubernetes.gateway].some(
    (way) => way?.hosts.prometheus !== undefined || way?.hosts.alertmanager !== undefined,
  );
  return published ? "publisher" : "nobody";
}

/** Whether something stands between people and what they open: with TLS, or with the login. */
export function hasProxy(settings: Settings): boolean {
  return settings.tls !== undefined || webLogin(settings) === "publisher";
}

/** The address that StatsD's port binds to, on Docker. */
export function statsdBind({ access, bindAddress }: Pick<Settings, "access" | "bindAddress">): string {
  return access.statsdBindAddress ?? (isLoopback(bindAddress) ? bindAddress : "127.0.0.1");
}

/** What is open to everybody who reaches the machine although it could be kept from them: said at every `up`. */
export function openDoors(settings: Settings): string[] {
  const { target, access, bindAddress, ports, kubernetes } = settings;
  const doors: string[] = [];
  const ask = "ask for no login, since sightline:access.login is never";
  if (target === "kubernetes") {
    const hosts = [kubernetes.ingress?.hosts, kubernetes.gateway?.hosts]
      .flatMap((all) => [all?.prometheus, all?.alertmanager])
      .filter((host) => host !== undefined);
    return access.login === "never" && hosts.length > 0 ? [`${hosts.join(" and ")} ${ask}`] : [];
  }
  if (access.login === "never" && !isLoopback(bindAddress)) {
    doors.push(`Prometheus and every Alertmanager, which are published at ${bindAddress}, ${ask}`);
  }
  const statsd = statsdBind(settings);
  if (!isLoopback(statsd)) {
    doors.push(`StatsD at ${statsd} (port ${ports.statsd}, UDP) takes metrics from everybody: it knows no passwords`);
  }
  return doors;
}
