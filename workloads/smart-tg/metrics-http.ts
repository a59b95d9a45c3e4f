import { counter, histogram } from "../../signals/metrics";
import { histogramSeries, ROUTES, STATUS_CODES } from "./series";
import { HTTP_SECONDS } from "./thresholds";

/**
 * What the middleware counts of every request, by `/metrics`. Endpoints come with ids replaced: `/accounts/{id}`.
 *
 * `demo.typical` is far from every threshold. Rates are events a minute over all label sets.
 */

const method = ["GET", "POST", "DELETE"];
const endpoint = ["/api/v1/accounts", "/api/v1/accounts/{id}", "/api/v1/scripts/{uuid}", "/api/v1/automation-tasks"];
const status_code = ["200", "404", "400", "500"];

const requestsPerMinute = 300;
const healthy = {
  method: { GET: 0.7, POST: 0.25, DELETE: 0.05 },
  status_code: { "200": 0.9695, "404": 0.02, "400": 0.01, "500": 0.0005 },
};
const failing = { status_code: { "200": 0.2, "404": 0.2, "400": 0.3, "500": 0.3 } };
const shares = { shares: healthy, sharesDuring: { errors: failing, "connection-loss": failing } };

/** Powers of ten from 100 bytes to 10 MB, and one in between where most are. */
const sizes = [100, 1000, 5000, 10_000, 100_000, 1_000_000, 10_000_000];
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, HTTP_SECONDS, 2.5, 5, 10];

export const requests = counter("http_requests_total", {
  help: "HTTP requests, by method, endpoint and status code.",
  labels: { method, endpoint, status_code },
  from: "app",
  maxSeries: ROUTES * STATUS_CODES,
  demo: { typical: requestsPerMinute, ...shares },
});

export const requestDuration = histogram("http_request_duration_seconds", {
  help: "How long a request took, by method, endpoint and status code.",
  labels: { method, endpoint, status_code },
  buckets: durations,
  from: "app",
  maxSeries: histogramSeries(ROUTES * STATUS_CODES, durations),
  demo: { typical: 0.06, perMinute: requestsPerMinute, during: { latency: 3 }, ...shares },
});

export const requestSize = histogram("http_request_size_bytes", {
  help: "Size of a request's body as far as it is known, by method and endpoint.",
  unit: "bytes",
  labels: { method, endpoint },
  buckets: sizes,
  from: "app",
  maxSeries: histogramSeries(ROUTES, sizes),
  demo: { typical: 600, perMinute: requestsPerMinute, shares: { method: healthy.method } },
});

export const responseSize = histogram("http_response_size_bytes", {
  help: "Size of a response's body as far as it is known, by method, endpoint and status code.",
  unit: "bytes",
  labels: { method, endpoint, status_code },
  buckets: sizes,
  from: "app",
  maxSeries: histogramSeries(ROUTES * STATUS_CODES, sizes),
  demo: { typical: 4000, perMinute: requestsPerMinute, ...shares },
});
