import { describe, expect, it } from "vitest";
import { catalogues, catalogueSeries, storedSeries, syntheticSeries } from "../../signals/catalogue";

describe("storedSeries", () => {
  it("is three for a histogram and for a summary", () => {
    expect(storedSeries("a", { type: "histogram", help: "", labels: ["x"] })).toEqual([
      ["a_count", ["x"]],
      ["a_sum", ["x"]],
      ["a_bucket", ["x", "le"]],
    ]);
    expect(storedSeries("a", { type: "summary", help: "", labels: [] })).toEqual([
      ["a_count", []],
      ["a_sum", []],
      ["a", ["quantile"]],
    ]);
    expect(storedSeries("a", { type: "gauge", help: "", labels: ["x"] })).toEqual([["a", ["x"]]]);
  });
});

describe("catalogueSeries", () => {
  it("has what Prometheus makes, without any exporter", () => {
    expect([...catalogueSeries([]).keys()]).toEqual(Object.keys(syntheticSeries));
    expect(catalogueSeries([]).get("up")).toEqual([]);
  });

  // One metric of each exporter that rules and dashboards are likely to ask for.
  it.each([
    ["prometheus", "prometheus_rule_evaluation_failures_total", ["rule_group"]],
    ["prometheus", "prometheus_target_interval_length_seconds", ["interval", "quantile"]],
    ["prometheus", "prometheus_http_request_duration_seconds_bucket", ["handler", "le"]],
    ["alertmanager-receivers", "alertmanager_notifications_failed_total", ["integration", "reason", "receiver_name"]],
    ["node-exporter", "node_filesystem_avail_bytes", ["device", "fstype", "mountpoint"]],
    ["node-exporter", "node_cpu_seconds_total", ["cpu", "mode"]],
    ["postgres-exporter", "pg_up", []],
    ["postgres-exporter", "pg_stat_activity_count", expect.arrayContaining(["datname", "state"])],
    ["redis-exporter", "redis_memory_used_bytes", []],
    ["redis-exporter", "redis_connected_clients", []],
    ["statsd-exporter", "statsd_exporter_events_actions_total", ["action"]],
    ["statsd-exporter", "statsd_exporter_events_error_total", ["reason"]],
    ["node-exporter", "node_netstat_Udp_RcvbufErrors", []],
    ["blackbox-exporter", "probe_success", []],
    ["cadvisor", "container_memory_working_set_bytes", expect.arrayContaining(["id", "image", "name"])],
  ] as const)("knows of %s %s", (exporter, series, labels) => {
    expect(catalogueSeries([exporter]).get(series)).toEqual(labels);
  });

  it("puts the labels of several together", () => {
    const all = catalogueSeries(["prometheus", "alertmanager"]);
    expect(all.get("process_resident_memory_bytes")).toEqual([]);
    expect(all.has("alertmanager_build_info")).toBe(true);
    expect(all.has("prometheus_build_info")).toBe(true);
  });
});

it.each(Object.entries(catalogues))("%s is sorted and says where it's from", (_name, { image, metrics }) => {
  expect(image).toMatch(/^\S+:\S+$/);
  const names = Object.keys(metrics);
  expect(names.length).toBeGreaterThan(4);
  expect(names).toEqual([...names].sort());
  for (const { labels } of Object.values(metrics)) {
    expect(labels).toEqual([...labels].sort());
    for (const hidden of ["job", "instance", "le"]) expect(labels).not.toContain(hidden);
  }
});
