/** The stack that the document describes: its port, its probes, what runs beside it, how often that is asked. */

const PORT = 8020;
/** Every job that the document has, in seconds. */
const SCRAPE_SECONDS = 30;

export const defaults = {
  app: {
    port: PORT,
    healthPath: "/health",
    readyPath: "/ready",
    // Docker, for its container.
    healthCheck: { intervalSeconds: 30, timeoutSeconds: 10, retries: 3, startSeconds: 40 },
    // Kubernetes, for its pod.
    probes: {
      startup: { initialDelaySeconds: 10, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 30 },
      readiness: { initialDelaySeconds: 10, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
      liveness: { initialDelaySeconds: 30, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 },
    },
  },
  workers: { replicas: 0 },
  postgres: { mode: "run" },
  redis: { mode: "run" },
  qdrant: { mode: "run" },
  prometheus: {
    scrapeIntervalSeconds: 15,
    evaluationIntervalSeconds: 15,
    jobIntervals: {
      app: SCRAPE_SECONDS,
      qdrant: SCRAPE_SECONDS,
      "postgres-exporter": SCRAPE_SECONDS,
      "redis-exporter": SCRAPE_SECONDS,
      "node-exporter": SCRAPE_SECONDS,
    },
  },
} as const;
