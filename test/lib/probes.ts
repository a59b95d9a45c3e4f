/** The three probes of self-rag's document: its stack's, and what an application has by default. */
export const documentProbes = {
  livenessProbe: {
    httpGet: { path: "/health", port: 8020 },
    initialDelaySeconds: 30,
    periodSeconds: 30,
    timeoutSeconds: 10,
    failureThreshold: 3,
  },
  readinessProbe: {
    httpGet: { path: "/ready", port: 8020 },
    initialDelaySeconds: 10,
    periodSeconds: 10,
    timeoutSeconds: 5,
    failureThreshold: 3,
  },
  startupProbe: {
    httpGet: { path: "/health", port: 8020 },
    initialDelaySeconds: 10,
    periodSeconds: 5,
    timeoutSeconds: 3,
    failureThreshold: 30,
  },
};
