import { describe, expect, it } from "vitest";
import { catalogues, storedSeries } from "../../signals/catalogue";
import { describe as inWords } from "../../signals/units/notation";
import { unitsOfSeries } from "../../signals/units/series";
import { isUnknown } from "../../signals/units/unit";
import { metrics } from "../lib/units";

const unitOf = unitsOfSeries(metrics, []);
const words = (name: string) => inWords(unitOf(name, [])!);

describe("what exporters emit", () => {
  const series = Object.values(catalogues).flatMap(({ metrics }) =>
    Object.entries(metrics).flatMap(([name, metric]) => storedSeries(name, metric).map(([stored]) => stored)),
  );
  const unknown = [...new Set(series)].filter((name) => {
    const unit = unitOf(name, []);
    return unit === undefined || isUnknown(unit);
  });

  it("has a unit, but for settings of Postgres whose names say none", () => {
    expect(unknown.filter((name) => !name.startsWith("pg_settings_"))).toEqual([]);
    expect(unknown.length / new Set(series).size).toBeLessThan(0.16);
  });

  it.each<[string, string]>([
    ["pg_settings_shared_buffers_bytes", "bytes"],
    ["pg_stat_activity_max_tx_duration", "seconds"],
    ["pg_stat_activity_count", "a count"],
    ["container_spec_cpu_quota", "microseconds"],
    ["redis_uptime_in_seconds", "seconds"],
    ["redis_commands_latencies_usec_sum", "microseconds"],
    ["redis_commands_latencies_usec_bucket", "a count"],
    ["redis_expired_stale_percentage", "percent"],
    ["node_load1", "a count"],
    ["node_entropy_available_bits", "bits"],
    ["node_vmstat_pgpgin", "kibibytes"],
    ["prometheus_tsdb_head_max_time", "a point in time, in milliseconds since 1970"],
    ["prometheus_engine_query_duration_seconds", "seconds"],
    ["prometheus_engine_query_duration_seconds_count", "a count"],
    ["node_hwmon_temp_celsius", "degrees Celsius"],
    ["node_cpu_scaling_frequency_hertz", "events a second"],
    ["node_rapl_package_joules_total", "joules"],
    ["go_info", "true or false"],
    ["alertmanager_config_hash", "a code"],
  ])("%s is %s", (name, unit) => expect(words(name)).toBe(unit));
});

it("is of a label's value where one metric has several", () => {
  const requests = (value: string, label = "resource") =>
    unitOf("kube_pod_container_resource_requests", [{ label, op: "=", value }]);
  expect(inWords(requests("cpu")!)).toBe("a ratio");
  expect(inWords(requests("memory")!)).toBe("bytes");
  expect(inWords(requests("byte", "unit")!)).toBe("bytes");
  expect(requests("nvidia_com_gpu")).toBeUndefined();
  expect(unitOf("kube_pod_container_resource_requests", [])).toBeUndefined();
});

it("is the contract's for what the application declares, whatever its name", () => {
  expect(metrics.map(({ name }) => `${name} ${words(name)}`)).toEqual([
    "orders_total a count",
    "failed_orders_total a count",
    "sent_bytes_total bytes",
    "busy_seconds_total seconds",
    "queue_length a count",
    "heap_bytes bytes",
    "lag_seconds seconds",
    "last_run_timestamp_seconds a point in time, in seconds since 1970",
    "cpu_percent percent",
    "hit_ratio a ratio",
    "release_info true or false",
    "checkout_seconds a count",
    "upload_bytes a count",
  ]);
  expect(words("checkout_seconds_sum")).toBe("seconds");
  expect(words("upload_bytes_bucket")).toBe("a count");
});
