import { describe, expect, it } from "vitest";
import { violations, type PodSpec } from "../lib/pod-security";

const container = {
  name: "app",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};
const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
const strict: PodSpec = { containers: [container], securityContext, volumes: [{ name: "files", configMap: {} }] };
const withContext = (more: object) => ({
  ...strict,
  containers: [{ ...container, securityContext: { ...container.securityContext, ...more } }],
});
const withPod = (more: object) => ({ ...strict, securityContext: { ...securityContext, ...more } });

describe("the check of Pod Security restricted", () => {
  it("lets a strict pod pass, also where its containers say what the pod doesn't", () => {
    expect(violations(strict)).toEqual([]);
    const own = { ...container.securityContext, ...securityContext };
    expect(
      violations({ ...strict, securityContext: {}, containers: [{ ...container, securityContext: own }] }),
    ).toEqual([]);
    expect(violations(withContext({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }))).toEqual([]);
  });

  it.each<[string, PodSpec]>([
    ["host namespaces", { ...strict, hostNetwork: true }],
    ["host namespaces", { ...strict, hostPID: true }],
    ["host namespaces", { ...strict, hostIPC: true }],
    ["host process", withPod({ windowsOptions: { hostProcess: true } })],
    ["privileged", withContext({ privileged: true })],
    [
      "host ports",
      { ...strict, containers: [{ ...container, ports: [{ name: "web", containerPort: 80, hostPort: 80 }] }] },
    ],
    ["host probes", { ...strict, containers: [{ ...container, livenessProbe: { httpGet: { host: "192.0.2.1" } } }] }],
    [
      "host probes",
      { ...strict, containers: [{ ...container, lifecycle: { preStop: { tcpSocket: { host: "192.0.2.1" } } } }] },
    ],
    ["AppArmor", withPod({ appArmorProfile: { type: "Unconfined" } })],
    ["SELinux", withPod({ seLinuxOptions: { type: "spc_t" } })],
    ["SELinux", withContext({ seLinuxOptions: { user: "system_u" } })],
    ["proc mount", withContext({ procMount: "Unmasked" })],
    ["sysctls", withPod({ sysctls: [{ name: "kernel.msgmax" }] })],
    ["volume types", { ...strict, volumes: [{ name: "root", hostPath: { path: "/" } }] }],
    ["volume types", { ...strict, volumes: [{ name: "share", nfs: {} }] }],
    ["privilege escalation", withContext({ allowPrivilegeEscalation: undefined })],
    ["running as non-root", withPod({ runAsNonRoot: undefined })],
    ["running as non-root", withPod({ runAsNonRoot: false })],
    ["running as non-root", withContext({ runAsNonRoot: false })],
    ["non-root user", withPod({ runAsUser: 0 })],
    ["non-root user", withContext({ runAsUser: 0 })],
    ["seccomp", withPod({ seccompProfile: undefined })],
    ["seccomp", withContext({ seccompProfile: { type: "Unconfined" } })],
    ["capabilities", withContext({ capabilities: undefined })],
    ["capabilities", withContext({ capabilities: { drop: ["NET_RAW"] } })],
    ["capabilities", withContext({ capabilities: { drop: ["ALL"], add: ["SYS_PTRACE"] } })],
  ])("finds %s", (control, pod) => {
    expect(violations(pod)).toEqual([control]);
  });

  it("looks into containers that run before the others, too", () => {
    expect(violations({ ...strict, initContainers: [{ name: "first" }] })).toEqual([
      "privilege escalation",
      "capabilities",
    ]);
  });
});
