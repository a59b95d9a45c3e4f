import { expect, it } from "vitest";
import { unitIn } from "../lib/units";

/**
 * Expressions that awesome-prometheus-alerts is known by. What it gets wrong is told; what names metrics without a unit
 * stays unknown.
 */
it.each<[string, string]>([
  [
    '(node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 < 10) * on(instance) group_left (nodename) node_uname_info{nodename=~".+"}',
    "percent",
  ],
  ["(rate(node_vmstat_pgmajfault[1m]) > 1000) * on(instance) group_left (nodename) node_uname_info", "events a second"],
  ["(100 - (avg_over_time(node_memory_MemAvailable_bytes[30m]) / node_memory_MemTotal_bytes * 100) < 20)", "percent"],
  ["(sum by (instance) (rate(node_network_receive_bytes_total[2m])) / 1024 / 1024 > 100)", "mebibytes a second"],
  [
    "((node_filesystem_avail_bytes * 100) / node_filesystem_size_bytes < 10 and ON (instance, device, mountpoint) node_filesystem_readonly == 0)",
    "percent",
  ],
  [
    "(rate(node_disk_read_time_seconds_total[1m]) / rate(node_disk_reads_completed_total[1m]) > 0.1 and rate(node_disk_reads_completed_total[1m]) > 0)",
    "seconds",
  ],
  ['(sum by (instance) (avg by (mode, instance) (rate(node_cpu_seconds_total{mode!="idle"}[2m]))) > 0.8)', "a ratio"],
  ['(100 - (rate(node_cpu_seconds_total{mode="idle"}[30m]) * 100) < 20)', "percent"],
  ["(rate(node_disk_io_time_seconds_total[1m]) > 0.5)", "a ratio"],
  [
    '(rate(node_context_switches_total[15m])/count without(mode,cpu) (node_cpu_seconds_total{mode="idle"}))/(rate(node_context_switches_total[1d])/count without(mode,cpu) (node_cpu_seconds_total{mode="idle"})) > 2',
    "a ratio",
  ],
  ["((1 - (node_memory_SwapFree_bytes / node_memory_SwapTotal_bytes)) * 100 > 80)", "percent"],
  [
    '((node_hwmon_temp_celsius * ignoring(label) group_left(instance, job, node, sensor) node_hwmon_sensor_label{label!="tctl"} > 75))',
    "degrees Celsius",
  ],
  [
    '(count(sum(label_replace(node_uname_info, "kernel", "$1", "release", "([0-9]+.[0-9]+.[0-9]+).*")) by (kernel)) > 1)',
    "a count",
  ],
  ["(increase(node_vmstat_oom_kill[1m]) > 0)", "a count"],
  ["time() - container_last_seen > 60", "seconds"],
  [
    '(sum(rate(container_cpu_usage_seconds_total{container!=""}[5m])) by (pod, container) / sum(container_spec_cpu_quota{container!=""}/container_spec_cpu_period{container!=""}) by (pod, container) * 100) > 80',
    "percent",
  ],
  [
    '(sum(container_memory_working_set_bytes{name!=""}) BY (instance, name) / sum(container_spec_memory_limit_bytes > 0) BY (instance, name) * 100) > 80',
    "percent",
  ],
  [
    '(1 - (sum(container_fs_inodes_free{name!=""}) BY (instance) / sum(container_fs_inodes_total) BY (instance))) * 100 > 80',
    "percent",
  ],
  ["time() - pg_postmaster_start_time_seconds < 60", "seconds"],
  [
    "((pg_stat_user_tables_n_tup_del + pg_stat_user_tables_n_tup_upd + pg_stat_user_tables_n_tup_hot_upd) > pg_settings_autovacuum_vacuum_threshold) and (time() - pg_stat_user_tables_last_autovacuum) > 60 * 60 * 24 * 10",
    "a count",
  ],
  [
    "sum by (instance, job, server) (pg_stat_activity_count) > min by (instance, job, server) (pg_settings_max_connections * 0.8)",
    "a count",
  ],
  [
    "sum by (namespace,datname) ((rate(pg_stat_database_xact_rollback[3m])) / ((rate(pg_stat_database_xact_rollback[3m])) + (rate(pg_stat_database_xact_commit[3m])))) > 0.02",
    "a ratio",
  ],
  ["rate(pg_txid_current[1m]) < 5", "events a second"],
  [
    "((pg_stat_user_tables_n_dead_tup > 10000) / (pg_stat_user_tables_n_live_tup + pg_stat_user_tables_n_dead_tup)) >= 0.1",
    "a ratio",
  ],
  [
    "((sum (pg_locks_count)) / (pg_settings_max_locks_per_transaction * pg_settings_max_connections)) > 0.20",
    "a ratio",
  ],
  [
    "pg_bloat_btree_bloat_pct > 80 and on (idxname) (pg_bloat_btree_real_size > 100000000)",
    'unknown: nothing says the unit of "pg_bloat_btree_bloat_pct"',
  ],
  ['(count(redis_instance_info{role="master"}) or vector(0)) < 1', "a count"],
  [
    "count without (instance, job) (redis_connected_slaves) - sum without (instance, job) (redis_connected_slaves) - 1 > 1",
    "a count",
  ],
  ["time() - redis_rdb_last_save_timestamp_seconds > 60 * 60 * 24", "seconds"],
  ["redis_memory_used_bytes / redis_memory_max_bytes * 100 > 90", "percent"],
  ["delta(redis_connected_slaves[1m]) < 0", "a count"],
  ["avg_over_time(probe_duration_seconds[1m]) > 1", "seconds"],
  ["probe_http_status_code <= 199 OR probe_http_status_code >= 400", "a code"],
  ["3 <= round((last_over_time(probe_ssl_earliest_cert_expiry[10m]) - time()) / 86400, 0.1) < 20", "days"],
  [
    'sum by (node) ((kube_pod_status_phase{phase="Running"} == 1) + on(uid) group_left(node) (0 * kube_pod_info{pod_template_hash=""})) / sum by (node) (kube_node_status_allocatable{resource="pods"}) * 100 > 90',
    "percent",
  ],
  [
    '(kube_pod_container_status_restarts_total - kube_pod_container_status_restarts_total offset 10m >= 1) and ignoring (reason) min_over_time(kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}[10m]) == 1',
    "a count",
  ],
  ["predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 24 * 3600) < 0", "bytes"],
  [
    "max(quantile_over_time(0.5, kube_horizontalpodautoscaler_status_desired_replicas[1d]) == kube_horizontalpodautoscaler_spec_min_replicas) by (horizontalpodautoscaler) > 3",
    "a count",
  ],
  ["time() - kube_cronjob_next_schedule_time > 3600", "seconds"],
  [
    'sum(rate(apiserver_request_total{job="apiserver",code=~"^(?:5..)$"}[1m])) / sum(rate(apiserver_request_total{job="apiserver"}[1m])) * 100 > 3',
    "percent",
  ],
  [
    'histogram_quantile(0.99, sum(rate(apiserver_request_latencies_bucket{subresource!="log"} [10m])) WITHOUT (instance, resource)) / 1e+06 > 1',
    'unknown: nothing says the unit of "apiserver_request_latencies"',
  ],
  [
    "kube_daemonset_status_number_ready / kube_daemonset_status_desired_number_scheduled * 100 < 100 or kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_current_number_scheduled > 0",
    'percent | the two sides of "or" have different units: percent (kube_daemonset_status_number_ready / kube_daemonset_status_…) and a count (kube_daemonset_status_desired_number_scheduled - kube_daemo…)',
  ],
  ["prometheus_tsdb_head_series > 1e6", "a count"],
  [
    "rate(prometheus_rule_evaluation_duration_seconds_sum[5m]) / rate(prometheus_rule_evaluation_duration_seconds_count[5m])",
    "seconds",
  ],
  ["prometheus_rule_group_last_duration_seconds > prometheus_rule_group_interval_seconds", "seconds"],
  [
    'prometheus_target_interval_length_seconds{quantile="0.9"} / on (interval, instance, job) prometheus_target_interval_length_seconds{quantile="0.5"} > 1.05',
    "a ratio",
  ],
  ["process_open_fds / process_max_fds > 0.8", "a ratio"],
])("%s", (expr, unit) => expect(unitIn(expr)).toBe(unit));
