/**
 * Which minor versions of Kubernetes a stack runs on. 1.30 is the first whose containers can be told to sleep before
 * they stop, which is how requests under way are finished. The tests run the two others.
 */
export const kubernetesVersions = { minimum: "1.30", tested: { oldest: "1.34", newest: "1.36" } } as const;
