import { createServer } from "node:net";

import { UserError } from "../../../signals/errors";
import { waitUntil } from "../../../cli/lib/shell";

/** Longest that another process may take: everything is built, and slowly, since something else is going on. */
const LIMIT = 30 * 60_000;

/**
 * Runs `work` while no other process of this machine does what has the same name. The name is the kernel's, not a
 * file's: it is free again when its holder ends, however it ends.
 */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  const server = createServer();
  const taken = () =>
    new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(`\0sightline-kubernetes-${name}`, () => resolve(true));
    });
  if (!(await waitUntil(taken, LIMIT, 500)))
    throw new UserError(`another process of this machine still does the same: ${name}`);
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
