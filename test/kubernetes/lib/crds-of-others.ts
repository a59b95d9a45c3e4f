import { join } from "node:path";
import { run } from "../../../cli/lib/shell";

/** Definitions of kinds that a stack may use and that neither Kubernetes nor the Prometheus operator brings. */
const modules = [
  ["k8s.io/autoscaler/vertical-pod-autoscaler", "v1.8.1", "deploy/vpa-v1-crd-gen.yaml"],
  ["sigs.k8s.io/gateway-api", "v1.6.3", "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"],
] as const;

/** Their files, from the Go modules that define them. */
export function crdsOfOthers(): Promise<string[]> {
  return Promise.all(
    modules.map(async ([module, version, file]) => {
      const { Dir: folder } = JSON.parse(
        await run("go", ["mod", "download", "-json", `${module}@${version}`], { env: { GOFLAGS: "-mod=mod" } }),
      ) as { Dir: string };
      return join(folder, file);
    }),
  );
}
