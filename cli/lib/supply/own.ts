import { stackImages } from "../../../config/images";
import { pinnedOwn, type OwnImageKey } from "../../../images/lock";
import { UserError } from "../../../signals/errors";
import type { Stack } from "../stack";

/** An image of a stack's user. */
export interface OwnImage {
  readonly key: OwnImageKey;
  readonly reference: string;
}

/** The images that a stack's user named. */
export function ownImages({ settings: { app, workers } }: Pick<Stack, "settings">): OwnImage[] {
  return [
    ...(app.image === undefined ? [] : [{ key: "app.image" as const, reference: app.image }]),
    ...(workers.image === undefined ? [] : [{ key: "workers.image" as const, reference: workers.image }]),
  ];
}

/**
 * Reads what the lock file has for a stack, before its program does: there, a fault would look like one of ours.
 *
 * @throws UserError when it's for other references than the stack has
 */
export function requireLock(stack: Pick<Stack, "name" | "settings">): void {
  const checks = [
    () => stackImages(stack.settings),
    ...ownImages(stack).map(
      ({ key, reference }) =>
        () =>
          pinnedOwn(stack.name, key, reference),
    ),
  ];
  const faults = checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof UserError) return error.faults;
      throw error;
    }
  });
  if (faults.length > 0) throw new UserError([...new Set(faults)]);
}
