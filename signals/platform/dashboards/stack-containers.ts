import type { RowSpec } from "../../dashboard";
import { graph } from "../../panels";
import { containerCpu, containerMemoryRatio, containers } from "../containers";
import { judged } from "../judged";

/** Higher than others: a legend of all containers takes four lines. */
const wide = { width: 12, height: 10 };

export const containersRow: RowSpec = {
  title: "Saturation: containers",
  panels: [
    graph("CPU by container", "short", [{ expr: containerCpu, legend: "{{name}}" }], "Cores that a container uses.", {
      ...wide,
      decimals: 3,
    }),
    graph(
      "Memory by container",
      "bytes",
      [{ expr: 'max by (name) (container_memory_working_set_bytes{name!=""})', legend: "{{name}}" }],
      "What a container can't give back.",
      wide,
    ),
    graph(
      "Memory over its limit",
      "percentunit",
      [{ expr: containerMemoryRatio, legend: "{{name}}" }],
      "At 100 % the kernel kills it.",
      { ...wide, alerts: ["ContainerMemoryNearLimit"] },
    ),
    graph(
      "Restarts",
      "short",
      [{ expr: judged(containers, "ContainerRestarting"), legend: "{{name}}" }],
      "How often a container was started again within 15 minutes.",
      { ...wide, decimals: 0, alerts: ["ContainerRestarting"] },
    ),
  ],
};
