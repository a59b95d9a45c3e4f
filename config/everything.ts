const slack = { name: "slack", key: "url" };

/**
 * Raw configuration of a stack in which all is there that Sightline can watch: its rules are those that are published
 * as runbooks, and proved.
 */
export function everything(workload: string): Readonly<Record<string, string>> {
  return {
    "sightline:workload": workload,
    "sightline:target": "kubernetes",
    "sightline:kubernetes": JSON.stringify({ size: "ha" }),
    "sightline:exporters": JSON.stringify({ probeUrls: ["https://shop.example/"] }),
    "sightline:receivers": JSON.stringify({ "on-call": { slack: [{ url: { kubernetesSecret: slack } }] } }),
    "sightline:prometheus": JSON.stringify({ remoteWrite: [{ url: "https://metrics.example/api/v1/push" }] }),
  };
}
