import type { DocumentItem } from "../../../signals/document";
import { demo, stack } from "./tests";

const probe = (name: "startup" | "readiness" | "liveness", item: string): DocumentItem => ({
  kind: "probe",
  item: `${name}Probe: ${item}`,
  here: `defaults.app.probes.${name}`,
  test: stack,
});

const noStart = "The document names no start period; 30 s stay, in which Docker asks every 5 s.";

/** Endpoints, container health checks, Kubernetes' probes. */
export const healthItems: readonly DocumentItem[] = [
  {
    kind: "endpoint",
    item: "GET /health: the process answers",
    here: "defaults.app.healthPath; asked by the blackbox exporter as well",
    test: stack,
  },
  {
    kind: "endpoint",
    item: "GET /ready: database, vector store and Redis answer, else 503",
    here: "defaults.app.readyPath; the demo asks all three",
    test: demo,
    note: "The document's code answers 200 in any case; its text wants 503.",
  },
  {
    kind: "endpoint",
    item: "GET /metrics",
    here: "defaults.app.metricsPath (the usual one)",
    test: stack,
  },
  {
    kind: "endpoint",
    item: "GET /health/deep: a query of the database, of the vector store, and a call to the language model",
    here: "the demo's /health/deep, with the time that each took",
    test: demo,
    note: "The demo has no language model that it could call. It answers 503 when a check fails.",
  },
  {
    kind: "probe",
    item: "container api: GET localhost:8020/health every 30 s, timeout 10 s, 3 retries, start period 40 s",
    here: "defaults.app.healthCheck",
    test: stack,
    note: "The demo's image has no curl, so Node asks.",
  },
  {
    kind: "probe",
    item: "container db: pg_isready every 10 s, timeout 5 s, 5 retries, start period 30 s",
    here: "components/postgres.ts, with the usual timing",
    test: stack,
  },
  {
    kind: "probe",
    item: "container qdrant: GET localhost:6333/health every 30 s, timeout 10 s, 3 retries",
    here: "components/qdrant.ts",
    test: stack,
    note: `Qdrant has /readyz in place of /health, and its image no curl, so its shell asks. ${noStart}`,
  },
  {
    kind: "probe",
    item: "container redis: redis-cli ping every 10 s, timeout 5 s, 3 retries",
    here: "components/redis.ts",
    test: stack,
    note: noStart,
  },
  probe("liveness", "/health on 8020, first after 30 s, every 30 s, timeout 10 s, 3 failures"),
  probe("readiness", "/ready on 8020, first after 10 s, every 10 s, timeout 5 s, 3 failures"),
  probe("startup", "/health on 8020, first after 10 s, every 5 s, timeout 3 s, 30 failures"),
];
