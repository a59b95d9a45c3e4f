import { readdirSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../../../cli/lib/shell";
import { ensureBuilt } from "../cluster/programs";

/** What kube-score calls critical and we have for a reason. A check's id, and what of; an unused excuse is a fault. */
const excuses: readonly { readonly check: string; readonly of: RegExp; readonly why: string }[] = [
  {
    check: "container-image-pull-policy",
    of: /./,
    why: "a tag of ours is never moved; a node without its registry goes on",
  },
  {
    check: "container-security-context-user-group-id",
    of: /^(Deployment\/(app|worker)|StatefulSet\/(postgres|redis|grafana))$/,
    why: "the users that own the files in these images",
  },
  {
    check: "pod-probes-identical",
    of: /^(Deployment|DaemonSet)\//,
    why: "one endpoint tells both; it's restarted after 2.5 minutes, and out of service after half a minute",
  },
  {
    check: "service-targets-pod",
    of: /^Service\/(prometheus|alertmanager)$/,
    why: "the operator makes these pods; on a real cluster they're found",
  },
  {
    check: "networkpolicy-targets-pod",
    of: /^NetworkPolicy\/(prometheus|alertmanager)$/,
    why: "the operator makes these pods; on a real cluster they're found",
  },
];

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly skipped: boolean;
    readonly grade: number;
    readonly check: { readonly id: string };
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

/** The grade of what should not be. */
const CRITICAL = 1;

export async function judge(folder: string) {
  const program = join(await ensureBuilt("checkers", console.log), "kube-score");
  const files = readdirSync(folder, { recursive: true }).map(String);
  const objects = files.filter((file) => file.endsWith(".yaml") && !/(^crds\/|kustomization\.yaml$)/.test(file));
  // Its exit code says whether there's anything critical, which is for us to judge.
  const { stdout, stderr } = await attempt(program, [
    ...["score", "--kubernetes-version", "v1.34", "--output-format", "json"],
    ...objects.map((file) => join(folder, file)),
  ]);
  if (!stdout.startsWith("[")) throw new Error(`kube-score: ${stderr}`);
  const scored = JSON.parse(stdout) as Scored[];
  const found = scored.flatMap(({ type_meta, object_meta, checks }) =>
    checks
      .filter(({ grade, skipped }) => grade === CRITICAL && !skipped)
      .map(({ check, comments }) => ({
        what: `${type_meta.kind}/${object_meta.name}`,
        check: check.id,
        why: (comments ?? []).map(({ summary }) => summary).join("; "),
      })),
  );
  const isExcused = ({ what, check }: (typeof found)[number]) =>
    excuses.some((excuse) => excuse.check === check && excuse.of.test(what));
  return {
    objects: scored.length,
    excused: found.filter(isExcused).length,
    critical: found.filter((one) => !isExcused(one)),
  };
}
