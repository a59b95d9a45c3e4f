/**
 * As the document has it: the application on port 8000, where any path answers with its metrics, scraped every 10 s; all
 * else every 15 s, kept for 200 hours. There is neither a database nor a cache nor a worker.
 */
export const defaults = {
  app: { port: 8000 },
  workers: { replicas: 0 },
  postgres: { mode: "none" },
  redis: { mode: "none" },
  prometheus: {
    retention: "200h",
    scrapeIntervalSeconds: 15,
    evaluationIntervalSeconds: 15,
    jobIntervals: { app: 10 },
  },
};
