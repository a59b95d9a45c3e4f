import { Component, type ComponentOptions } from "./component";
import type { ImageSpec, Service } from "./platform/platform";

export interface NodeExporterArgs {
  readonly image: ImageSpec;
}

/** The machine that it all runs on: processor, memory, disks. */
export class NodeExporter extends Component {
  readonly service: Service;

  constructor(name: string, args: NodeExporterArgs, opts: ComponentOptions) {
    super("NodeExporter", name, opts);
    this.service = this.platform.service(
      "node-exporter",
      {
        image: args.image,
        args: [
          "--path.procfs=/host/proc",
          "--path.sysfs=/host/sys",
          "--path.rootfs=/host/root",
          // Mounts of containers come and go, and say nothing about the machine's disks.
          "--collector.filesystem.mount-points-exclude=^/(dev|proc|run|sys|var/lib/(docker|containerd|kubelet)/.+)($|/)",
          "--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|cgroup2?|configfs|debugfs|devpts|devtmpfs|fuse.*|hugetlbfs|mqueue|nsfs|overlay|proc|pstore|ramfs|rpc_pipefs|securityfs|squashfs|sysfs|tmpfs|tracefs)$",
          // They read what isn't mounted: Debian's build has them on.
          "--no-collector.systemd",
          "--no-collector.textfile",
          "--no-collector.arp",
          "--no-collector.netdev",
          "--no-collector.netclass",
          "--web.listen-address=:9100",
        ],
        hostMounts: [
          { from: "/proc", to: "/host/proc" },
          { from: "/sys", to: "/host/sys" },
          { from: "/", to: "/host/root" },
        ],
        ports: [{ name: "metrics", port: 9100 }],
        everyNode: true,
        health: { http: { port: 9100, path: "/" } },
        resources: { memoryMiB: 128, cpus: 0.5 },
        confinement: {
          user: "65534:65534",
          exceptions: [{ what: "host mounts", why: "it reports on the machine: /proc, /sys and the sizes of disks" }],
        },
        scrapes: [{ job: "node-exporter", port: 9100 }],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
