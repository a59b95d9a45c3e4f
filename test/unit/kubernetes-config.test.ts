import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { UserError } from "../../signals/errors";

type Values = Readonly<Record<string, unknown>>;

function faults(settings: Values): readonly string[] {
  const raw = Object.entries(settings).map(([key, value]) => [
    `sightline:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  try {
    readSettings("dev", Object.fromEntries(raw) as Record<string, string>);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
}

const inCluster = (settings: Values) => faults({ target: "kubernetes", ...settings });
const queue = (metric: string) => ({ maxReplicas: 3, queue: { metric, perReplica: 10 } });

describe("on Docker", () => {
  it.each<[string, Values, string]>([
    ["several of the application", { app: { replicas: 2 } }, 'app.replicas is 2, but target is "docker"'],
    ["vertical scaling", { app: { verticalScaling: "Auto" } }, 'app.verticalScaling is "Auto", but'],
    ["vertical scaling of workers", { workers: { verticalScaling: "Off" } }, 'workers.verticalScaling is "Off", but'],
    [
      "autoscaling",
      { workers: { autoscaling: { maxReplicas: 3, cpuPercent: 80 } } },
      "workers.autoscaling is set, but",
    ],
    ["what says where in a cluster", { kubernetes: { size: "ha" } }, "kubernetes is set, but"],
  ])("%s is refused", (_, settings, expected) => {
    expect(faults(settings)).toEqual([expect.stringContaining(expected)]);
    expect(faults(settings)[0]).toContain('"kubernetes" was expected');
  });

  it("a cluster's key with its default isn't set", () => {
    expect(faults({ kubernetes: { size: "single" }, app: { replicas: 1 } })).toEqual([]);
  });
});

describe("on Kubernetes", () => {
  it.each<[string, Values, RegExp]>([
    ["an engine's address", { dockerHost: "tcp://h:1" }, /dockerHost is tcp:\/\/h:1.*kubernetes\.context/],
    ["an address to bind to", { bindAddress: "0.0.0.0" }, /bindAddress is 0\.0\.0\.0.*kubernetes\.ingress/],
    ["an application whose user nobody knows", { app: { image: "a" } }, /app\.user is "image".*1000:1000/],
    ["an application that is root", { app: { image: "a", user: "0:0" } }, /app\.user is 0:0, which is root/],
    [
      "fewer workers at most than at least",
      { workers: { autoscaling: { minReplicas: 4, maxReplicas: 3, cpuPercent: 80 } } },
      /minReplicas is 4, more than maxReplicas, 3/,
    ],
    ["autoscaling by nothing", { workers: { autoscaling: { maxReplicas: 3 } } }, /neither cpuPercent nor queue/],
    [
      "autoscaling by two things",
      { workers: { autoscaling: { ...queue("celery_queue_length"), cpuPercent: 80 } } },
      /both cpuPercent and queue/,
    ],
    [
      "a queue that nobody declares",
      { workers: { autoscaling: queue("celery_queue_lenght") } },
      /no metric celery_queue_lenght.*"celery_queue_length"/,
    ],
    [
      "two autoscalers that answer each other",
      { workers: { verticalScaling: "Auto", autoscaling: { maxReplicas: 3, cpuPercent: 80 } } },
      /cpuPercent and verticalScaling "Auto".*"Off"/,
    ],
    [
      "shards whose samples come together nowhere",
      { kubernetes: { shards: 2 } },
      /shards is 2.*remoteWrite was expected/,
    ],
    [
      "a volume that is filled before old samples go",
      { prometheus: { retentionGiB: 10, volumeGiB: 12 } },
      /retentionGiB is 10 and volumeGiB 12.*volume of 13 was expected/,
    ],
    ["an Ingress without a host", { kubernetes: { ingress: { hosts: {} } } }, /kubernetes\.ingress\.hosts is empty/],
    [
      "a host twice",
      { kubernetes: { ingress: { hosts: { app: "a.example", grafana: "a.example" } } } },
      /ingress\.hosts has a\.example twice/,
    ],
    [
      "an Ingress and a Gateway",
      {
        kubernetes: {
          ingress: { hosts: { app: "a.example" } },
          gateway: { name: "g", namespace: "n", hosts: { app: "a.example" } },
        },
      },
      /an ingress and a gateway; one was expected/,
    ],
    [
      "a misspelt key",
      { kubernetes: { storageclass: "fast" } },
      /kubernetes\.storageclass isn't known.*"storageClass"/,
    ],
    ["a misspelt host", { kubernetes: { ingress: { hosts: { grafanna: "a.example" } } } }, /grafanna.*"grafana"/],
    ["a size that there isn't", { kubernetes: { size: "large" } }, /kubernetes\.size: .*"single"/],
    ["a name that Kubernetes refuses", { kubernetes: { storageClass: "Fast_1" } }, /storageClass: .*lower-case/],
    ["a secret's name that it refuses", { kubernetes: { imagePullSecrets: ["a b"] } }, /imagePullSecrets\.0: /],
    ["a label that it refuses", { kubernetes: { nodeSelector: { pool: "a b" } } }, /nodeSelector\.pool: .*label/],
    ["no range of addresses", { kubernetes: { nodeCidr: "10.0.0.1" } }, /nodeCidr: .*10\.0\.0\.0\/8/],
    [
      "a namespace over 63 letters",
      { kubernetes: { ingress: { hosts: {}, namespace: "n".repeat(64) } } },
      /at most 63/,
    ],
    [
      "a job that the stack has",
      { prometheus: { outside: [{ job: "kube-state-metrics", targets: ["a:1"] }] } },
      /itself/,
    ],
  ])("%s is refused", (_, settings, expected) => {
    const found = inCluster({ ...(settings["app"] ? { workers: { replicas: 0 } } : {}), ...settings });
    expect(found).toEqual([expect.stringMatching(expected)]);
    expect(found[0]).toMatch(/^(configuration key )?sightline:/);
  });

  it("all faults are told at once, each once", () => {
    const found = inCluster({
      dockerHost: "tcp://h:1",
      bindAddress: "0.0.0.0",
      app: { image: "a" },
      workers: { command: ["work"], autoscaling: { minReplicas: 4, maxReplicas: 3 } },
      prometheus: { retentionGiB: 10, volumeGiB: 1 },
      kubernetes: { shards: 2, gateway: { name: "g", namespace: "n", hosts: {} } },
    });
    expect(found).toHaveLength(8);
    expect(new Set(found).size).toBe(8);
  });

  it("a stack needs nothing but its target", () => {
    expect(inCluster({})).toEqual([]);
  });

  it("an application of one's own needs a user, and an autoscaler that only advises is welcome", () => {
    expect(
      inCluster({
        app: { image: "a", user: "1000:1000", replicas: 2, verticalScaling: "Off" },
        workers: { command: ["w"], verticalScaling: "Off", autoscaling: { maxReplicas: 3, cpuPercent: 80 } },
      }),
    ).toEqual([]);
  });
});
