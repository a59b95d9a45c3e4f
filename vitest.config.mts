import { defineConfig } from "vitest/config";

const real = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 600_000 };

/** Vitest would leave one core to itself, which on a machine with two is half of it. */
const everyCore = { maxWorkers: "100%" };

/** These wait more than they work: for outages to end, groups to be due, machines to notice. */
const waiting =
  "test/docker/{access,alertmanager-cluster,canary,delivery,grafana-start,pin,rotation,tls,workloads}.test.ts";

/**
 * `npm test` runs them in two processes (test/lib/shares.ts), each in this order: unit tests and proofs of rules side by
 * side; those with real programs one file at a time, since they share the machine, and two where they mostly wait.
 */
export default defineConfig({
  test: {
    pool: "forks",
    reporters: ["default", "./test/lib/closing-line.ts"],
    projects: [
      {
        test: {
          ...everyCore,
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          // They give way to others (test/lib/shares.ts): this only ends what hangs.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...everyCore,
          name: "rules",
          include: ["test/rules/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 900_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...real,
          name: "real",
          include: ["test/{docker,engine}/**/*.test.ts"],
          exclude: [waiting],
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...real,
          fileParallelism: true,
          maxWorkers: 2,
          name: "waiting",
          include: [waiting],
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...real,
          name: "viewer",
          include: ["test/viewer/**/*.test.ts"],
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          ...real,
          // What the cluster takes is built while the others run.
          hookTimeout: 1_500_000,
          name: "kubernetes",
          include: ["test/kubernetes/**/*.test.ts"],
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
