import { createServer } from "node:net";

import { UserError } from "../../../signals/errors";
import { waitUntil } from "../../../cli/lib/shell";

/** Longest that another process may take: a start with everything to be built. */
const LIMIT = 30 * 60_000;

/** A name of the kernel's, not a file: it is free again when its holder ends, however it ends. */
const NAME = "\0sightline-kubernetes-cluster";

/** Runs `work` while no other process of this machine does the same. */
export async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const server = createServer();
  const taken = () =>
    new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(NAME, () => resolve(true));
    });
  if (!(await waitUntil(taken, LIMIT, 500))) throw new UserError("the cluster is being started or stopped elsewhere");
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
