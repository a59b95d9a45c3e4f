import type { Evaluation } from "../translate/evaluate";
import { DockerSite } from "./docker-site";
import { KubernetesSite } from "./kubernetes/site";
import type { Site } from "./site";
import type { Stack } from "./stack";

/** Where a stack runs, to be asked; whoever asks ends it. */
export function siteOf(stack: Stack, evaluation: Evaluation): Site {
  const Kind = stack.settings.target === "kubernetes" ? KubernetesSite : DockerSite;
  return new Kind(stack, evaluation);
}
