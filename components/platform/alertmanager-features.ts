/**
 * What Alertmanager is told to do besides, on every target. Without `receiver-name-in-metrics` its counts say by which
 * kind of way it couldn't deliver, and not to whom.
 */
export const alertmanagerFeatures = ["receiver-name-in-metrics"] as const;
