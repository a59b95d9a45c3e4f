import { containerIntervalSeconds } from "../../signals/scrape-jobs";
import type { ImageSpec, ServiceSpec } from "./platform";

/** What our panels and alerts don't ask for costs memory and samples: of cAdvisor's metrics these go. */
const unused = [
  "advtcp", "cpu_topology", "cpuset", "disk", "diskIO", "hugetlb", "memory_numa", "percpu", "perf_event", "process",
  "referenced_memory", "resctrl", "sched", "tcp", "udp",
]; // prettier-ignore

/** cAdvisor beside the engine, which has no metrics of its containers itself. */
export function cadvisor(image: ImageSpec): ServiceSpec {
  return {
    image,
    args: [
      "-port=8080",
      "-docker_only=true",
      "-store_container_labels=false",
      `-housekeeping_interval=${containerIntervalSeconds}s`,
      `-disable_metrics=${unused.join(",")}`,
    ],
    hostMounts: [
      { from: "/", to: "/rootfs" },
      { from: "/sys", to: "/sys" },
      { from: "/var/run/docker.sock", to: "/var/run/docker.sock" },
    ],
    ports: [{ name: "metrics", port: 8080 }],
    health: { http: { port: 8080, path: "/healthz" } },
    resources: { memoryMiB: 256, cpus: 0.5 },
    confinement: {
      user: "0:0",
      exceptions: [
        { what: "root user", why: "the engine's socket and the control groups of others are root's" },
        {
          what: "host mounts",
          why:
            "it reads the control groups, and asks the engine for the containers' names. Who has the engine's " +
            "socket has the machine: without container metrics (exporters.containers) it isn't mounted",
        },
      ],
    },
    scrapes: [{ job: "cadvisor", port: 8080 }],
  };
}
