/** Seconds until the first message of a group, with `quickLevels`. */
export const quickGroupWait = 10;

/**
 * How soon test stacks tell, `levels` in their configuration: the first message of a group after as long as usual, news of
 * it sooner, so that tests needn't wait 5 minutes for an end.
 */
export const quickLevels = Object.fromEntries(
  ["P0", "P1", "P2"].map((level) => [level, { groupWait: `${quickGroupWait}s`, groupInterval: "1m" }]),
);
